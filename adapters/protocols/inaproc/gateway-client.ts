import type { Call, FeedCursor } from '../../core/contract';
import { AdapterError, type ErrorCode } from '../../core/errors';
import type { HttpAnswer, HttpSource } from '../../core/http/http-source';
import { parseRetryAfter } from '../../core/http/retry-after';
import type { MarketplaceId } from '../../core/ids';
import type { InaprocAccess } from './access';
import { notBeforeOf, quotaResetAt } from './rate-limit';
import { envelopeWire } from './wire';

/** The most rows that the gateway gives in one page. */
export const MAX_LIMIT = 1_000;

export interface GatewayPage {
  readonly rows: readonly unknown[];
  /** Good for the running scan only, says the gateway. */
  readonly next: FeedCursor | null;
  /** Epoch milliseconds before which the gateway wants no further request. */
  readonly notBefore: number | null;
}

export type GatewayParams = Readonly<Record<string, string | number>> & { readonly limit?: number };

/** The INAPROC gateway: any of its resources, a page at a time. */
export interface GatewayClient {
  rows(resource: string, params: GatewayParams, cursor: FeedCursor | null, call: Call): Promise<GatewayPage>;
}

export interface GatewayOptions {
  readonly marketplace: MarketplaceId;
  readonly access: Pick<InaprocAccess, 'url' | 'token'>;
  readonly http: HttpSource;
  readonly now?: () => Date;
}

export function createGatewayClient(options: GatewayOptions): GatewayClient {
  const { marketplace, access, http, now = () => new Date() } = options;
  const headers = { authorization: `Bearer ${access.token}` };
  const fail = (code: ErrorCode, detail: string): AdapterError =>
    new AdapterError(code, { marketplace, detail });

  /** A 429 is an answer to the HTTP source, for its headers say how long to wait. */
  function refuseWhenLimited({ status, headers: received }: HttpAnswer, resource: string): void {
    if (status !== 429) return;
    const resetAt = quotaResetAt(received, now());
    const retryAfterMs =
      parseRetryAfter(received['retry-after'], now()) ??
      (resetAt === null ? null : resetAt - now().getTime());
    throw new AdapterError('RATE_LIMITED', {
      marketplace,
      detail: `${resource}: status 429`,
      status,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    });
  }

  return {
    async rows(resource, params, cursor, call) {
      const { limit } = params;
      if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT))
        throw fail('INVALID_INPUT', `${resource}: a page holds 1 to ${MAX_LIMIT} rows`);
      const query = { ...params, ...(cursor === null ? {} : { cursor }) };
      const url = `${access.url}/${resource}`;
      const answer = await http.json({ url, query, headers, accept: [429] }, call);
      refuseWhenLimited(answer, resource);
      const envelope = envelopeWire.safeParse(answer.body);
      if (!envelope.success) throw fail('BAD_RESPONSE', `${resource}: no INAPROC envelope`);
      const { success, data, meta } = envelope.data;
      if (!success) throw fail('BAD_RESPONSE', `${resource}: success is false under HTTP 200`);
      const rows = data ?? [];
      if (!meta && limit !== undefined && rows.length >= limit)
        throw fail('BAD_RESPONSE', `${resource}: a full page that doesn't say whether more follow`);
      const next = meta?.has_more === false ? null : cursorOf(meta?.cursor, resource);
      if (next !== null && next === cursor)
        throw fail('BAD_RESPONSE', `${resource}: the cursor leads to itself, it would go round for ever`);
      return { rows, next, notBefore: notBeforeOf(answer.headers, now()) };
    },
  };

  /** Base64 of an int64 that no double holds: handed back as it came, never looked into. */
  function cursorOf(cursor: unknown, resource: string): FeedCursor | null {
    if (cursor === undefined || cursor === null || cursor === '') return null;
    if (typeof cursor === 'string') return cursor as FeedCursor;
    const why =
      typeof cursor === 'number' ? 'a JSON number, whose digits beyond 2^53 are lost' : 'not a text';
    throw fail('BAD_RESPONSE', `${resource}: the cursor is ${why}`);
  }
}
