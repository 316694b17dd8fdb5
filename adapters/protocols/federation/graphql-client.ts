import { z } from 'zod';
import type { Call } from '../../core/contract';
import { AdapterError, type ErrorCode } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';

/** Where a partner's subgraph answers. */
export interface SubgraphAccess {
  readonly url: string;
  /** Sent as a bearer token; null where it asks for none. */
  readonly token: string | null;
}

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly maxBytes?: number;
}

const errorWire = z.object({
  message: z.string().nullish().catch(null),
  path: z
    .array(z.union([z.string(), z.number()]))
    .nullish()
    .catch(null),
  extensions: z
    .object({ code: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});
export type GraphqlError = z.infer<typeof errorWire>;

/** Seven parts of each of two hundred offers may fail. They are counted before any is looked at. */
const MOST_ERRORS = 2_000;
const answerWire = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.unknown()).max(MOST_ERRORS).pipe(z.array(errorWire)).nullish(),
});

export interface GraphqlAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  /** Of parts of the answer; what is left is in `data`. */
  readonly errors: readonly GraphqlError[];
}

export interface GraphqlClient {
  /** Throws where nothing was answered. */
  ask(request: GraphqlRequest, call: Call): Promise<GraphqlAnswer>;
  /** An error of the answer as one of our table; by `otherwise` where its code says nothing to us. */
  failure(error: GraphqlError, what: string, otherwise?: ErrorCode): AdapterError;
}

/** What servers call their errors by common use. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  BAD_USER_INPUT: 'INVALID_INPUT',
  // It lacks what its SDL had when it joined.
  GRAPHQL_VALIDATION_FAILED: 'BAD_RESPONSE',
  GRAPHQL_PARSE_FAILED: 'BAD_RESPONSE',
  RATE_LIMITED: 'RATE_LIMITED',
  TOO_MANY_REQUESTS: 'RATE_LIMITED',
  TIMEOUT: 'TIMEOUT',
  INTERNAL_SERVER_ERROR: 'UNAVAILABLE',
};

export function createGraphqlClient(
  marketplace: MarketplaceId,
  { url, token }: SubgraphAccess,
  http: HttpSource,
): GraphqlClient {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const bad = (detail: string): AdapterError => new AdapterError('BAD_RESPONSE', { marketplace, detail });

  // Whatever fails inside a server may work the next time.
  function failure(
    { message, extensions }: GraphqlError,
    what: string,
    otherwise: ErrorCode = 'UNAVAILABLE',
  ): AdapterError {
    const said = extensions?.code ?? '';
    const known = Object.hasOwn(CODES, said) ? CODES[said] : undefined;
    const words = message?.slice(0, 200) ?? '';
    return new AdapterError(known ?? otherwise, {
      marketplace,
      detail: `${what}: failed with ${known === undefined ? 'no code that is known' : said}`,
      // Servers are known to quote what they were sent.
      cause: token === null || token === '' ? words : words.replaceAll(token, '…'),
    });
  }

  return {
    failure,
    async ask({ query, variables = {}, maxBytes }, call) {
      const limit = maxBytes === undefined ? {} : { maxBytes };
      const { body } = await http.json(
        { url, method: 'POST', headers, body: { query, variables }, ...limit },
        call,
      );
      const answer = answerWire.safeParse(body);
      if (!answer.success) throw bad('no GraphQL answer: data or errors are of another shape');
      const { data, errors } = answer.data;
      if (data) return { data, errors: errors ?? [] };
      const [error] = errors ?? [];
      if (error === undefined) throw bad('no GraphQL answer: neither data nor errors');
      // Without `data` nothing was executed: the query itself was refused, and would be again.
      throw failure(error, 'query', data === undefined ? 'BAD_RESPONSE' : 'UNAVAILABLE');
    },
  };
}
