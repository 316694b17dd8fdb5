import {
  Kind,
  parse,
  print,
  validate,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
} from 'graphql';
import type { Random } from '../random';

/** Makes named fragments of some inline ones, and spreads these again where that stays valid. */
export function nameFragments(document: DocumentNode, schema: GraphQLSchema, random: Random): DocumentNode {
  const fragments: FragmentDefinitionNode[] = [];
  const named = visit(document, {
    InlineFragment: {
      leave(node): FragmentSpreadNode | undefined {
        const { typeCondition } = node;
        if (!typeCondition || !random.chance(0.5)) return undefined;
        const name = { kind: Kind.NAME, value: `F${fragments.length}` } as const;
        const { selectionSet, directives = [] } = node;
        fragments.push({ kind: Kind.FRAGMENT_DEFINITION, name, typeCondition, selectionSet, directives: [] });
        return { kind: Kind.FRAGMENT_SPREAD, name, directives };
      },
    },
  });
  const whole: DocumentNode = { ...named, definitions: [...named.definitions, ...fragments] };
  return random.some(fragments, 2).reduce((known, { name }) => {
    const again = spreadAgain(known, name.value, random);
    return validate(schema, again).length === 0 ? again : known;
  }, whole);
}

/** Spreads a fragment in a selection set of chance; nothing says that it fits there. */
function spreadAgain(document: DocumentNode, name: string, random: Random): DocumentNode {
  let sets = 0;
  visit(document, { SelectionSet: () => void (sets += 1) });
  const chosen = random.int(sets);
  let seen = 0;
  const changed = visit(document, {
    SelectionSet(node) {
      if (seen++ !== chosen) return undefined;
      const spread: FragmentSpreadNode = {
        kind: Kind.FRAGMENT_SPREAD,
        name: { kind: Kind.NAME, value: name },
      };
      return { ...node, selections: [...node.selections, spread] };
    },
  });
  // Printed and read again: nothing that is shared stays shared.
  return parse(print(changed));
}
