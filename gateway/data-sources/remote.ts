import { RemoteGraphQLDataSource, type GraphQLDataSource } from '@apollo/gateway';
import type { RequestContext } from '../../subgraphs/request-context';

/** A subgraph behind HTTP. The request's id goes along, so that both ends log the same one. */
export function createRemoteDataSource(url: string): GraphQLDataSource {
  return new RemoteGraphQLDataSource<Partial<RequestContext>>({
    url,
    willSendRequest({ request, context }) {
      const requestId: unknown = context.requestId;
      if (typeof requestId === 'string') request.http?.headers.set('x-request-id', requestId);
    },
  });
}
