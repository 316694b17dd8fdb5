import type { QueryPlan } from '@apollo/query-planner';
import { askOriginals } from './ask-originals';
import { mapFetches } from './map-fetches';
import type { RequiredArguments } from './required-arguments';
import { originalNames, readRequirements } from './required-paths';
import { splitRequirements } from './split-requirements';

type Node = NonNullable<QueryPlan['node']>;

/** Makes plans with stand-ins ask for what these stand for. */
export function planRequiredArguments({ supergraph, standIns }: RequiredArguments): (node: Node) => Node {
  const originalName = originalNames(standIns);
  const requirementsOf = readRequirements(supergraph, originalName);
  return (node) =>
    mapFetches(node, (fetch) => {
      const nodes = splitRequirements(fetch, { requirementsOf, originalName }).map((each) =>
        askOriginals(each, standIns),
      );
      const [only] = nodes;
      return only !== undefined && nodes.length === 1 ? only : { kind: 'Parallel', nodes };
    });
}
