import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../subgraphs/request-context';

/** Which schema's requests are under way. */
export interface InFlight {
  readonly plugin: ApolloServerPlugin<RequestContext>;
  /** Counts until a promise resolves: parts of an answer come after it. */
  hold(schema: GraphQLSchema, until: Promise<void>): void;
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

  function enter(schema: GraphQLSchema): void {
    counts.set(schema, (counts.get(schema) ?? 0) + 1);
  }

  function leave(schema: GraphQLSchema): void {
    const left = (counts.get(schema) ?? 0) - 1;
    if (left > 0) return void counts.set(schema, left);
    counts.delete(schema);
    const resolvers = waiting.get(schema) ?? [];
    waiting.delete(schema);
    for (const resolve of resolvers) resolve();
  }

  function release(request: GraphQLRequestContext<RequestContext>): Promise<void> {
    if (counted.delete(request)) leave(request.schema);
    return Promise.resolve();
  }

  return {
    plugin: {
      requestDidStart(request) {
        counted.add(request);
        enter(request.schema);
        return Promise.resolve({ willSendResponse: release });
      },
      // The one way to end without an answer of its own: something threw between Apollo Server's steps.
      unexpectedErrorProcessingRequest: ({ requestContext }) => release(requestContext),
    },
    hold(schema, until) {
      enter(schema);
      void until.then(() => leave(schema));
    },
    drained: (schema) =>
      counts.has(schema)
        ? new Promise((resolve) => {
            waiting.set(schema, [...(waiting.get(schema) ?? []), resolve]);
          })
        : Promise.resolve(),
  };
}
