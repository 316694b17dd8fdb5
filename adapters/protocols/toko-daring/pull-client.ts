import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import { codeForStatus } from '../../core/http/http-errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import { envelopeWire, isFailure, pageWire } from './wire';

export interface TokoDaringAccess {
  /** The product pull's own address; `page` and `per_page` are added to it. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Names the source where its address doesn't: the sandbox's changes with every start. */
  readonly source?: string;
}

/** For at most a hundred products that a client waits for; pages for the index may be larger. */
const MAX_BYTES_BY_IDS = 4 * 1024 * 1024;

export interface PullRequest {
  readonly page: number;
  readonly perPage: number;
  /** Not in the documented contract: see `read-by-id.ts`. */
  readonly ids?: readonly string[];
}

export interface PulledPage {
  readonly records: readonly unknown[];
  readonly total: number | null;
  readonly lastPage: boolean;
}

export interface PullClient {
  pull(request: PullRequest, call: Call): Promise<PulledPage>;
}

export function createPullClient(
  marketplace: MarketplaceId,
  access: TokoDaringAccess,
  http: HttpSource,
): PullClient {
  const headers = { 'X-Client-Id': access.clientId, 'X-Client-Secret': access.clientSecret };
  const bad = (detail: string): AdapterError => new AdapterError('BAD_RESPONSE', { marketplace, detail });

  return {
    async pull({ page, perPage, ids }, call) {
      const query = { page, per_page: perPage, ...(ids ? { ids: ids.join(',') } : {}) };
      const limit = ids ? { maxBytes: MAX_BYTES_BY_IDS } : {};
      const { body } = await http.json({ url: access.url, query, headers, ...limit }, call);
      const envelope = envelopeWire.safeParse(body);
      if (!envelope.success) throw bad('product pull: no Toko Daring envelope');
      const { code, status } = envelope.data;
      if (isFailure(code, status)) {
        throw new AdapterError(code && code >= 400 ? codeForStatus(code) : 'BAD_RESPONSE', {
          marketplace,
          detail: `product pull: failure under HTTP 200, code ${code ?? 'none'}`,
          ...(code ? { status: code } : {}),
          cause: envelope.data.message?.slice(0, 200),
        });
      }
      const parsed = pageWire.safeParse(body);
      if (!parsed.success) throw bad('product pull: data is not a list');
      const { data, total, last_page } = parsed.data;
      if (parsed.data.page != null && parsed.data.page !== page) {
        throw bad(`product pull: page ${page} was asked and page ${parsed.data.page} came`);
      }
      // A server that never says last_page still ends: an empty page is the last.
      const saysLast = last_page === true || last_page === 1 || last_page === 'true';
      return { records: data, total: total ?? null, lastPage: saysLast || data.length === 0 };
    },
  };
}
