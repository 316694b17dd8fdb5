import { GraphQLError } from 'graphql';
import { collectFields, type Assignment } from './collect-fields';
import { BAD_RESPONSE } from './completion';
import type { Selections } from './selections';

/**
 * Why an operation without a plan has no answer; null for one that asks for nothing but the schema. The planner
 * leaves out what no subgraph can resolve: an interface, for one, of which the subgraph has no types.
 */
export function unresolvable(selections: Selections, assignment: Assignment): GraphQLError | null {
  const keys = collectFields([selections], () => true, assignment)
    .fields.filter(({ name }) => !name.startsWith('__'))
    .map(({ key }) => key);
  return keys.length === 0
    ? null
    : new GraphQLError(`No subgraph can resolve what is selected of ${keys.join(', ')}.`, {
        extensions: { code: BAD_RESPONSE },
      });
}
