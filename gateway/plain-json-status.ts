import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../subgraphs/request-context';

const PLAIN_JSON = 'application/json';

/** Faults of a request that a client of old reads in its body, and takes any other status for a broken server. */
const IN_THE_BODY: ReadonlySet<unknown> = new Set([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
]);

/**
 * Status 200 where a client accepts `application/json` and nothing else, as GraphQL over HTTP recommends:
 * something between it and the server may have an `application/json` of its own for other statuses.
 */
export const plainJsonStatus: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response }) {
        const accepted = request.http?.headers.get('accept')?.split(';')[0]?.trim();
        if (accepted !== PLAIN_JSON || response.http.status !== 400) return Promise.resolve();
        const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : [];
        if (errors.length > 0 && errors.every(({ extensions }) => IN_THE_BODY.has(extensions?.['code'])))
          response.http.status = 200;
        return Promise.resolve();
      },
    }),
};
