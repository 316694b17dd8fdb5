import type { GraphQLSchema } from 'graphql';
import { StreamInterrupted, untilAborted } from '../../subgraphs/http/subscriptions/until-aborted';
import type { Answer } from '../../subgraphs/http/executor';

/** Which schema's subscriptions are open. */
export interface OpenStreams {
  /** The same events, until their schema's streams are interrupted. */
  follow(schema: GraphQLSchema, events: AsyncIterable<Answer>): AsyncIterable<Answer>;
  /** Ends the streams of a schema that is no longer served: their clients begin again, with the new one. */
  interrupt(schema: GraphQLSchema): void;
}

/**
 * A subscription may live for hours, a supergraph may be replaced in a minute: without an end, each that was
 * ever replaced would stay loaded, with rules and subgraphs that hold no longer.
 */
export function trackOpenStreams(): OpenStreams {
  const ends = new WeakMap<GraphQLSchema, AbortController>();
  function endOf(schema: GraphQLSchema): AbortController {
    const end = ends.get(schema) ?? new AbortController();
    ends.set(schema, end);
    return end;
  }
  return {
    follow: (schema, events) => untilAborted(events, endOf(schema).signal),
    interrupt: (schema) => endOf(schema).abort(new StreamInterrupted('the graph was replaced')),
  };
}
