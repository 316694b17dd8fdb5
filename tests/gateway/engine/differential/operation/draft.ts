import type { GraphQLSchema } from 'graphql';
import type { Random } from '../random';

/** A variable of the operation that is being drawn. */
export interface DraftVariable {
  readonly name: string;
  /** As the operation declares it. */
  readonly type: string;
  readonly defaultValue: string | null;
}

/** An operation that is being drawn: what its parts have to agree on. */
export interface Draft {
  readonly random: Random;
  readonly schema: GraphQLSchema;
  readonly variables: DraftVariable[];
  /** What a response name stands for, by the path of response names that leads to it: GraphQL merges them. */
  readonly responseNames: Map<string, string>;
  /** Fields that may still be selected: planning a large operation takes seconds. */
  fieldsLeft: number;
}

export function createDraft(random: Random, schema: GraphQLSchema): Draft {
  return { random, schema, variables: [], responseNames: new Map(), fieldsLeft: random.between(4, 32) };
}
