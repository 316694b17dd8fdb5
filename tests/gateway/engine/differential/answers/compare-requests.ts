import { canonical } from '../data/canonical';
import { withClientKeys } from './client-keys';
import type { ToldAnswer } from './told-error';

/** A query that reached a subgraph. */
export interface Fetched {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Its answer had nothing, 0 or false under a name that the planner made up. */
  renamedNothing?: boolean;
  /** The subgraph knows nothing of an entity that it was asked for. */
  lacksEntities?: boolean;
  /** It was answered with a fault, which depends on the query's text. */
  readonly isTampered?: boolean;
  /** Its answer had objects and lists where its schema has none. */
  readonly isMisshapen?: boolean;
}

/** What became of a question: the answer, and all that subgraphs were asked for it. */
export interface Asked {
  readonly answer: ToldAnswer;
  readonly fetched: readonly Fetched[];
}

interface Group {
  count: number;
  readonly names: Set<string | undefined>;
  readonly representations: Set<string>;
}

/**
 * What an engine asks subgraphs differently from the reference, in words. It sends the same queries, none
 * of them more often, and the same representations, though each perhaps once where the reference repeats it.
 * Queries that differ in their names alone, which the planner numbers, are the same.
 */
export function compareRequests(
  engine: readonly Fetched[],
  reference: readonly Fetched[],
): readonly string[] {
  const own = groupsOf(engine.map((fetched) => ({ ...fetched, query: withClientKeys(fetched.query) })));
  const expected = groupsOf(reference);
  const problems = [...own].flatMap(([key, { count, names, representations }]) => {
    const group = expected.get(key);
    if (!group) return [`asked by the engine alone: ${key}`];
    if (count > group.count) return [`asked ${count} times instead of ${group.count}: ${key}`];
    const ofEngine = [...representations].filter((one) => !group.representations.has(one));
    const ofReference = [...group.representations].filter((one) => !representations.has(one));
    return [
      ...[...names]
        .filter((name) => !group.names.has(name))
        .map((name) => `named ${name} by the engine alone`),
      ...ofEngine.map((one) => `represented by the engine alone: ${one}`),
      ...ofReference.map((one) => `represented by the reference alone: ${one}`),
    ];
  });
  const missing = [...expected.keys()].filter((key) => !own.has(key));
  return [...problems, ...missing.map((key) => `asked by the reference alone: ${key}`)];
}

function groupsOf(fetched: readonly Fetched[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const {
    variables,
    renamedNothing: _,
    lacksEntities: _lacking,
    isTampered: _tampered,
    isMisshapen: _misshapen,
    operationName,
    query,
    subgraph,
  } of fetched) {
    const { representations = [], ...others } = variables;
    const unnamed = operationName === undefined ? query : query.replace(` ${operationName}`, ' ');
    const key = canonical({ subgraph, query: unnamed, variables: others });
    const group = groups.get(key) ?? { count: 0, names: new Set(), representations: new Set() };
    groups.set(key, group);
    group.count += 1;
    group.names.add(operationName);
    for (const one of representations as readonly unknown[]) group.representations.add(canonical(one));
  }
  return groups;
}
