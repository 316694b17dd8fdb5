import type { GraphQLError } from 'graphql';
import type { SubgraphAnswer, SubgraphRequest } from '../data-sources/data-source';
import type { ResponseObject } from './response-object';

/** One request on its way through its plan. */
export interface Execution {
  /** As the client sent them; a subgraph applies its own defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What is known so far, in the shape that the plan works with. */
  readonly data: ResponseObject;
  readonly errors: GraphQLError[];
  /** Objects of `data` may be in several places of it. */
  shared: boolean;
  /** `isLast`: no other fetch waits for the answer. */
  ask(subgraph: string, request: SubgraphRequest, isLast: boolean): Promise<SubgraphAnswer>;
  /** Tells what follows when a step that begins now is done. */
  expect(upcoming: Upcoming): void;
  /** Tells that the step is done. */
  arrive(upcoming: Upcoming): void;
  /** Tells that a fetch that the plan has a name for is done: something deferred waits for it. */
  fetched(id: string): void;
}

/** Subgraphs that will be asked for entities. */
export interface Upcoming {
  /** As soon as a step is done. */
  readonly next: readonly string[];
  /** At any time after it, `next` included. */
  readonly later: readonly string[];
}

/** A part of a plan, compiled. It tells what failed in `errors`, and never rejects. */
export type Step = (execution: Execution) => Promise<void>;
