import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../subgraphs/request-context';

/** Which schema's requests are under way. */
export interface InFlight {
  readonly plugin: ApolloServerPlugin<RequestContext>;
  /** Resolves when no request of a schema is under way. */
  drained(schema: GraphQLSchema): Promise<void>;
}

/**
 * Counts requests from the moment Apollo Server has chosen a schema for them until their answer is there.
 * It calls `requestDidStart` in the same turn in which it chooses, so that none is ever overlooked; from
 * there parsing, validation and hooks take their time before the gateway hears of the request.
 */
export function trackInFlight(): InFlight {
  const counts = new Map<GraphQLSchema, number>();
  const waiting = new Map<GraphQLSchema, (() => void)[]>();
  const counted = new WeakSet<object>();

  function release(request: GraphQLRequestContext<RequestContext>): Promise<void> {
    if (!counted.delete(request)) return Promise.resolve();
    const { schema } = request;
    const left = (counts.get(schema) ?? 0) - 1;
    if (left > 0) {
      counts.set(schema, left);
      return Promise.resolve();
    }
    counts.delete(schema);
    const resolvers = waiting.get(schema) ?? [];
    waiting.delete(schema);
    for (const resolve of resolvers) resolve();
    return Promise.resolve();
  }

  return {
    plugin: {
      requestDidStart(request) {
        counted.add(request);
        counts.set(request.schema, (counts.get(request.schema) ?? 0) + 1);
        return Promise.resolve({ willSendResponse: release });
      },
      // The one way to end without an answer of its own: something threw between Apollo Server's steps.
      unexpectedErrorProcessingRequest: ({ requestContext }) => release(requestContext),
    },
    drained: (schema) =>
      counts.has(schema)
        ? new Promise((resolve) => {
            waiting.set(schema, [...(waiting.get(schema) ?? []), resolve]);
          })
        : Promise.resolve(),
  };
}
