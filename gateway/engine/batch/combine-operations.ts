import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DefinitionNode,
  type FieldNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { ENTITIES, entitiesOf, REPRESENTATIONS, representationsOf } from '../../data-sources/entity-fetch';

/** Characters of combined operations that are kept: plans have few combinations. */
const CHARACTERS_KEPT = 4_000_000;

/** Makes one operation of several entity fetches; null where their names are in each other's way. */
export type CombineOperations = (queries: readonly string[]) => string | null;

export function createCombineOperations(): CombineOperations {
  const known = new LRUCache<string, { readonly query: string | null }>({
    maxSize: CHARACTERS_KEPT,
    sizeCalculation: ({ query }, key) => Math.max(1, key.length + (query?.length ?? 0)),
  });
  return (queries) => {
    const key = queries.join('\n');
    const before = known.get(key);
    if (before) return before.query;
    const query = combine(queries);
    known.set(key, { query });
    return query;
  };
}

function combine(queries: readonly string[]): string | null {
  const parts = queries.map((query, part) => partOf(query, part));
  const variables = new Map<string, VariableDefinitionNode>();
  for (const { operation } of parts) {
    for (const definition of operation.variableDefinitions ?? []) {
      const name = definition.variable.name.value;
      const before = variables.get(name);
      // A client's own variable is the same in all parts; anything else would be another's value.
      if (before && print(before) !== print(definition)) return null;
      variables.set(name, definition);
    }
  }
  const [first] = parts;
  if (first === undefined) return null;
  const operation: OperationDefinitionNode = {
    ...first.operation,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: [...variables.values()],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: parts.flatMap((part) => part.operation.selectionSet.selections),
    },
  };
  const definitions: DefinitionNode[] = [operation, ...parts.flatMap(({ fragments }) => fragments)];
  return stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions }));
}

interface Part {
  readonly operation: OperationDefinitionNode;
  readonly fragments: readonly DefinitionNode[];
}

/** An entity fetch whose variable, alias and fragments have names of their own. */
function partOf(query: string, part: number): Part {
  const document = visit(parse(query, { noLocation: true }), {
    Variable: (node) =>
      node.name.value === REPRESENTATIONS ? { ...node, name: named(representationsOf(part)) } : undefined,
    Field: {
      leave: (node): FieldNode | undefined =>
        node.name.value === ENTITIES ? { ...node, alias: named(entitiesOf(part)) } : undefined,
    },
    FragmentSpread: (node) => ({ ...node, name: named(`${node.name.value}_${part}`) }),
    FragmentDefinition: {
      leave: (node) => ({ ...node, name: named(`${node.name.value}_${part}`) }),
    },
  });
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('a fetch without an operation');
  return { operation, fragments: document.definitions.filter((node) => node !== operation) };
}

function named(value: string) {
  return { kind: Kind.NAME, value } as const;
}
