import { RemoteGraphQLDataSource, type GraphQLDataSource } from '@apollo/gateway';
import type { RequestContext } from '../../subgraphs/request-context';

/** Well above what a subgraph allows its own sources: this is for one that doesn't answer at all. */
const ANSWER_WITHIN_MS = 10_000;

/** A subgraph behind HTTP. The request's id goes along, so that both ends log the same one. */
export function createRemoteDataSource(url: string): GraphQLDataSource {
  return new RemoteGraphQLDataSource<Partial<RequestContext>>({
    url,
    fetcher: (address, init) =>
      fetch(address, { ...(init as RequestInit), signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }),
    willSendRequest({ request, context }) {
      const requestId: unknown = context.requestId;
      if (typeof requestId === 'string') request.http?.headers.set('x-request-id', requestId);
    },
  });
}
