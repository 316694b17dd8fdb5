import {
  Kind,
  print,
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { textArgument } from './directive-arguments';
import { parseFieldSet, printFieldSet } from './field-sets';
import {
  hasFields,
  isJoinField,
  readTypes,
  typeIn,
  type FieldsType,
  type SupergraphTypes,
} from './supergraph-types';

/** A field with the arguments that it is required with. */
export interface RequiredField {
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
}

export interface RequiredArguments {
  /** The supergraph with a field of its own, without arguments, for each field that is required with some. */
  readonly supergraph: DocumentNode;
  /** What these fields stand for, by their names. */
  readonly standIns: ReadonlyMap<string, RequiredField>;
}

/**
 * `@requires(fields: "price(currency: \"USD\")")`: Apollo's planner knows fields by their response names alone,
 * and would take a client's price in another currency, or that of another `@requires`, for the one that is
 * required. What it plans instead is a stand-in, `price__req0`, wherever there is a price. Null where nothing is
 * required with arguments.
 */
export function takeRequiredArguments(supergraph: DocumentNode): RequiredArguments | null {
  if (!supergraph.definitions.some((node) => hasFields(node) && requiresArguments(node))) return null;
  const types = readTypes(supergraph);
  const standIns = createStandIns(types);
  const rewritten = supergraph.definitions.map((node) =>
    hasFields(node) ? withoutRequiredArguments(node, types, standIns.nameOf) : node,
  );
  const { byName, added } = standIns;
  const definitions = rewritten.map((node) => (hasFields(node) ? withStandIns(node, byName, added) : node));
  return { supergraph: { ...supergraph, definitions }, standIns: byName };
}

function requiresArguments({ fields = [] }: FieldsType): boolean {
  return fields.some(({ directives = [] }) =>
    directives.some((each) => isJoinField(each) && textArgument(each, 'requires')?.includes('(')),
  );
}

type NameOf = (type: string, field: string, given: readonly ArgumentNode[]) => string;

function createStandIns({ fieldNames, withImplementers }: SupergraphTypes) {
  const names = new Map<string, string>();
  const byName = new Map<string, RequiredField>();
  /** By type. */
  const added = new Map<string, Set<string>>();
  function freeName(field: string): string {
    let count = names.size;
    const name = (): string => `${field}__req${count}`;
    while (fieldNames.has(name()) || byName.has(name())) count += 1;
    return name();
  }
  const nameOf: NameOf = (type, field, given) => {
    const key = `${field}(${given
      .map((argument) => print(argument))
      .sort()
      .join()})`;
    const name = names.get(key) ?? freeName(field);
    names.set(key, name);
    byName.set(name, { name: field, arguments: given });
    for (const each of withImplementers(type)) added.set(each, (added.get(each) ?? new Set()).add(name));
    return name;
  };
  return { nameOf, byName, added };
}

function withoutRequiredArguments(type: FieldsType, types: SupergraphTypes, nameOf: NameOf): FieldsType {
  function rewriteFields(
    { kind, selections }: SelectionSetNode,
    parent: string,
    graph: string | undefined,
  ): SelectionSetNode {
    return {
      kind,
      selections: selections.map((selection): SelectionNode => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          const condition = selection.typeCondition?.name.value ?? parent;
          return { ...selection, selectionSet: rewriteFields(selection.selectionSet, condition, graph) };
        }
        const { name, arguments: given = [], selectionSet } = selection;
        const field = types.fieldOf(parent, name.value);
        if (!field) return selection;
        const value = given.length === 0 ? name.value : nameOf(parent, name.value, given);
        return {
          kind: Kind.FIELD,
          name: { kind: Kind.NAME, value },
          ...(selectionSet && { selectionSet: rewriteFields(selectionSet, typeIn(graph, field), graph) }),
        };
      }),
    };
  }

  function rewrite(directive: ConstDirectiveNode): ConstDirectiveNode {
    const requires = isJoinField(directive) ? textArgument(directive, 'requires') : undefined;
    if (!requires?.includes('(')) return directive;
    const fields = rewriteFields(parseFieldSet(requires), type.name.value, textArgument(directive, 'graph'));
    return {
      ...directive,
      arguments: (directive.arguments ?? []).map((argument) =>
        argument.name.value === 'requires'
          ? { ...argument, value: { kind: Kind.STRING, value: printFieldSet(fields) } }
          : argument,
      ),
    };
  }

  const fields = (type.fields ?? []).map((field) => ({
    ...field,
    directives: (field.directives ?? []).map(rewrite),
  }));
  return { ...type, fields };
}

function withStandIns(
  type: FieldsType,
  byName: RequiredArguments['standIns'],
  added: ReadonlyMap<string, ReadonlySet<string>>,
): FieldsType {
  const { fields = [] } = type;
  const standIns = [...(added.get(type.name.value) ?? [])].flatMap((name) =>
    fields
      .filter((field) => field.name.value === byName.get(name)?.name)
      .map((field) => standInOf(field, name)),
  );
  return { ...type, fields: [...fields, ...standIns] };
}

/** A field as its subgraphs have it, under another name and without arguments. */
function standInOf(field: FieldDefinitionNode, name: string): FieldDefinitionNode {
  return {
    ...field,
    name: { kind: Kind.NAME, value: name },
    arguments: [],
    // `@listSize` names arguments.
    directives: (field.directives ?? []).filter(
      ({ arguments: given = [] }) => !given.some((argument) => argument.name.value === 'slicingArguments'),
    ),
  };
}
