import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { RequiredArguments } from './required-arguments';

type StandIns = RequiredArguments['standIns'];

/**
 * A subgraph knows no stand-ins: it is asked for `price__req0: price(currency: "USD")`, and is told its value
 * as the entity's `price`.
 */
export function askOriginals(fetch: FetchNode, standIns: StandIns): FetchNode {
  const { operation, requires } = fetch;
  return {
    ...fetch,
    operation: withOriginals(operation, standIns),
    ...(requires && { requires: toldAsOriginals(requires, standIns) }),
  };
}

function withOriginals(operation: string, standIns: StandIns): string {
  if (![...standIns.keys()].some((name) => operation.includes(name))) return operation;
  const document = visit(parse(operation, { noLocation: true }), {
    Field(field) {
      const original = standIns.get(field.name.value);
      if (!original) return undefined;
      return {
        ...field,
        alias: field.alias ?? field.name,
        name: { kind: Kind.NAME, value: original.name },
        // One that takes its arguments from contexts too has those already.
        arguments: [...(field.arguments ?? []), ...original.arguments],
      };
    },
  });
  return stripIgnoredCharacters(print(document));
}

function toldAsOriginals(
  selections: readonly QueryPlanSelectionNode[],
  standIns: StandIns,
): QueryPlanSelectionNode[] {
  return selections.map((selection): QueryPlanSelectionNode => {
    if (selection.kind === 'InlineFragment')
      return { ...selection, selections: toldAsOriginals(selection.selections, standIns) };
    const { name, alias, selections: below } = selection;
    const original = standIns.get(name);
    return {
      ...selection,
      ...(original && { name: original.name, alias: alias ?? name }),
      ...(below && { selections: toldAsOriginals(below, standIns) }),
    };
  });
}
