import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import type { Credentials } from '../../core/credentials';
import type { Answered, Exchange } from './exchange';
import type { RestManifest } from './manifest';
import { createJudge } from './meaning';
import { createFillRequest, toHttpRequest } from './request';
import { createSignIn, signed } from './sign-in';

export interface ExchangeOptions {
  readonly marketplace: MarketplaceId;
  readonly manifest: RestManifest;
  readonly credentials: Credentials;
  readonly http: HttpSource;
  /** Decides when tokens have run out. */
  readonly now?: () => Date;
}

/** Sends what a manifest describes: filled in, signed, judged by its rules. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { marketplace, manifest, http, now = () => new Date() } = options;
  const fill = createFillRequest(marketplace, manifest.url);
  const judge = createJudge(marketplace, manifest.responses);
  const signIn = createSignIn({ ...options, fill, judge, now });

  return {
    async send({ request, variables, url, maxBytes, responses, mayBePartial }, call) {
      const filled = fill(request, variables, url);
      const limit = maxBytes === undefined ? {} : { maxBytes };
      for (let isFirst = true; ; isFirst = false) {
        const proof = await signIn.prove(call);
        const answer = await http.answer({ ...toHttpRequest(signed(filled, proof)), ...limit }, call);
        const verdict = judge(answer, filled, { responses, mayBePartial });
        const { headers, body } = answer;
        if (verdict.means !== 'error') return { ...verdict, headers, body } satisfies Answered;
        // A token may be revoked before its time: whoever is told so once may sign in anew, but only once.
        const isStale = verdict.error.code === 'UNAUTHENTICATED' && signIn.discard(proof);
        if (!isStale || !isFirst) throw verdict.error;
      }
    },
    close: () => http.close(),
  };
}
