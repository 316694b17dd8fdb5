import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';
import { argumentOf, textArgument } from './directive-arguments';
import { hasFields } from './supergraph-types';

/** Reads a field set as directives write it: with or without braces around it. */
export function parseFieldSet(text: string): SelectionSetNode {
  const [operation] = parse(text.trimStart().startsWith('{') ? text : `{${text}}`, {
    noLocation: true,
  }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${text} is no set of fields`);
  return operation.selectionSet;
}

export function printFieldSet(fields: SelectionSetNode): string {
  return stripIgnoredCharacters(print(fields)).slice(1, -1);
}

/**
 * The names of all fields that plans ask for by themselves: those of keys, those that fields require and those
 * that arguments take from contexts. What `@provides` names is only asked for where a client asks for it.
 */
export function plannerFields(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const directive of joinDirectives(supergraph))
    for (const text of fieldSetsOf(directive))
      visit(parseFieldSet(text), { Field: ({ name }) => void names.add(name.value) });
  return names;
}

function joinDirectives({ definitions }: DocumentNode): readonly ConstDirectiveNode[] {
  return definitions
    .filter(hasFields)
    .flatMap(({ directives = [], fields = [] }) => [
      ...directives,
      ...fields.flatMap((field) => field.directives ?? []),
    ]);
}

function fieldSetsOf(directive: ConstDirectiveNode): readonly string[] {
  if (directive.name.value === 'join__type') return [textArgument(directive, 'key') ?? []].flat();
  if (directive.name.value !== 'join__field') return [];
  const requires = [textArgument(directive, 'requires') ?? []].flat();
  return [...requires, ...contextSelections(directive)];
}

/** `contextArguments: [{ selection: "{ prop }", … }]` */
function contextSelections(directive: ConstDirectiveNode): readonly string[] {
  const taken = argumentOf(directive, 'contextArguments');
  if (taken?.kind !== Kind.LIST) return [];
  return taken.values.flatMap((value) =>
    value.kind === Kind.OBJECT
      ? value.fields.flatMap(({ name, value: text }) =>
          name.value === 'selection' && text.kind === Kind.STRING ? [text.value] : [],
        )
      : [],
  );
}
