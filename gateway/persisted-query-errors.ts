import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { RequestContext } from '../subgraphs/request-context';

/** Apollo Server gives these two no code, so they would pass for failures of ours; by its words for them. */
const IN_CLEAR: ReadonlyMap<string, string> = new Map([
  [
    'provided sha does not match query',
    'extensions.persistedQuery.sha256Hash: is not the hash of the query. Send the SHA-256 of its UTF-8 text, in lower-case hexadecimal.',
  ],
  [
    'Unsupported persisted query version',
    'extensions.persistedQuery.version: is not supported. Send version 1.',
  ],
]);

/** Persisted queries that are asked for wrongly are the client's mistake, and told as such. */
export const explainPersistedQueries: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors({ errors, source }) {
        // They come before there is a text; the same words from a subgraph are not these.
        for (const error of source === undefined ? errors : []) {
          const message = IN_CLEAR.get(error.message);
          if (message === undefined) continue;
          error.message = message;
          error.extensions['code'] = ApolloServerErrorCode.BAD_REQUEST;
        }
        return Promise.resolve();
      },
    }),
};
