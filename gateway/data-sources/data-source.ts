import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../../subgraphs/request-context';

/** One operation of a plan, for one subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** What a subgraph says. Its data is whoever's who asked: more is merged into it. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** One request to a subgraph, and the client's on whose behalf it is sent. */
export interface Asked {
  readonly request: SubgraphRequest;
  readonly context: RequestContext;
}

/** A way to a subgraph: in-process or over HTTP. It answers; only faults of its own are thrown. */
export interface DataSource {
  process(asked: Asked): Promise<SubgraphAnswer>;
  /** Whether one operation may ask it for several lists of entities. */
  readonly takesCombined?: boolean;
  /**
   * A subscription's events, until the context's signal aborts, or why there are none. An iteration that
   * throws was cut off. Absent where a subgraph is not asked for subscriptions.
   */
  subscribe?(asked: Asked): Promise<AsyncIterable<SubgraphAnswer> | SubgraphAnswer>;
}

/** Whether a subscription began; otherwise there is an answer that says why it didn't. */
export function isBegun(
  begun: AsyncIterable<SubgraphAnswer> | SubgraphAnswer,
): begun is AsyncIterable<SubgraphAnswer> {
  return Symbol.asyncIterator in begun;
}
