import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { DEFER } from '../deferral/defer-directive';

/** What an operation selects, without its text: a document would be kept in memory with every token. */
export type Selection = SelectedField | SelectedFragment;
export type Selections = readonly Selection[];

export interface SelectedField {
  readonly kind: 'field';
  /** The name that the value has in the answer. */
  readonly key: string;
  /** The name that it has in what the plan gathers. */
  readonly planKey: string;
  readonly name: string;
  readonly when: readonly Condition[];
  readonly selections: Selections;
}

export interface SelectedFragment {
  readonly kind: 'fragment';
  /** The type condition; null for none. */
  readonly on: string | null;
  readonly when: readonly Condition[];
  /** The name of its `@defer`: it is told later than what it stands in. Null where it isn't. */
  readonly deferral: string | null;
  readonly selections: Selections;
}

/** A variable that must be true, or false, for a selection to count. */
export interface Condition {
  readonly variable: string;
  readonly is: boolean;
}

/** Reads an operation. A fragment's selections are one list, however often it is spread. */
export function selectionsOf(
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode,
  planKeyOf: (field: FieldNode) => string,
): Selections {
  const fragments = new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  return readerOf(fragments, planKeyOf)(operation.selectionSet);
}

function readerOf(
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  planKeyOf: (field: FieldNode) => string,
): (selectionSet: SelectionSetNode | undefined) => Selections {
  const known = new Map<string, Selections>();

  function selectionsOfFragment(node: FragmentDefinitionNode): Selections {
    const { value: name } = node.name;
    const selections = known.get(name) ?? read(node.selectionSet);
    known.set(name, selections);
    return selections;
  }

  function read(selectionSet: SelectionSetNode | undefined): Selections {
    return (selectionSet?.selections ?? []).flatMap((node): Selections => {
      const when = conditionsOf(node.directives ?? []);
      if (when === null) return [];
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const selections = read(node.selectionSet);
        return [{ kind: 'field', key, planKey: planKeyOf(node), name: node.name.value, when, selections }];
      }
      const deferral = deferralOf(node.directives ?? []);
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition?.name.value ?? null;
        return [{ kind: 'fragment', on, when, deferral, selections: read(node.selectionSet) }];
      }
      const fragment = fragments.get(node.name.value);
      if (!fragment) return [];
      const on = fragment.typeCondition.name.value;
      return [{ kind: 'fragment', on, when, deferral, selections: selectionsOfFragment(fragment) }];
    });
  }

  return read;
}

/** Of `@skip` and `@include`; null where they say that a selection never counts. */
function conditionsOf(directives: readonly DirectiveNode[]): readonly Condition[] | null {
  const conditions: Condition[] = [];
  for (const { name, arguments: given } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const is = name.value === 'include';
    const value = argumentOf(given, 'if');
    if (value?.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, is });
    else if (value?.kind === Kind.BOOLEAN && value.value !== is) return null;
  }
  return conditions;
}

/** Every `@defer` of an operation that is answered in parts has a label of its own. */
function deferralOf(directives: readonly DirectiveNode[]): string | null {
  const defer = directives.find(({ name }) => name.value === DEFER);
  const label = argumentOf(defer?.arguments, 'label');
  return label?.kind === Kind.STRING ? label.value : null;
}

function argumentOf(given: DirectiveNode['arguments'], name: string): ValueNode | undefined {
  return given?.find((argument) => argument.name.value === name)?.value;
}
