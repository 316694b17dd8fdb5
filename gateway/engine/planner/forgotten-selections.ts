import { Kind, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { TypeConditions } from '../type-conditions';
import type { IsAsked } from './asked-fields';
import type { LocalSelections } from './local-selections';
import type { UnevenFields } from './uneven-fields';

/** What a client selects at one place of the answer. */
export type Sets = readonly SelectionSetNode[];

export interface Place {
  readonly type: string;
  /** The values of a field that has others in another subgraph. */
  readonly isUneven: boolean;
  /** What the client selects there. */
  readonly sets: Sets;
  readonly path: readonly string[];
}
/** Adds to what a fetch selects at a place; the same selections where nothing was forgotten. */
export type AddSelections = (set: SelectionSetNode, place: Place) => SelectionSetNode;

export interface Options {
  readonly uneven: UnevenFields;
  readonly meets: TypeConditions;
  readonly isAsked: IsAsked;
  readonly local: LocalSelections;
}

export function forgottenSelections({ uneven, meets, isAsked, local }: Options): AddSelections {
  function forgotten({ selections }: SelectionSetNode, type: string, path: Place['path']): SelectionNode[] {
    return selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.FRAGMENT_SPREAD || isNever(node)) return [];
      if (node.kind === Kind.FIELD) {
        if (node.name.value === '__typename' || isAsked(path, keyOf(node), type)) return [];
        const field = local.fieldOf(type, node);
        return field ? [field] : [];
      }
      const condition = node.typeCondition?.name.value;
      if (condition !== undefined && !meets(condition, type)) return [];
      const inner = forgotten(node.selectionSet, type, path);
      const { directives = [] } = node;
      return inner.length === 0 || directives.length === 0 ? inner : [fragment(inner, { directives })];
    });
  }

  return function add(set, { type, isUneven, sets, path }) {
    const more = (isUneven ? sets : []).flatMap((each) =>
      local.runtimeTypes(type).flatMap((typename) => {
        const selections = forgotten(each, typename, path);
        return selections.length === 0 ? [] : [fragment(selections, { typename })];
      }),
    );
    const selections = set.selections.map((node): SelectionNode => {
      if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) return node;
      const place =
        node.kind === Kind.INLINE_FRAGMENT
          ? { type: node.typeCondition?.name.value ?? type, isUneven: false, sets, path }
          : {
              type: local.typeOf(type, node.name.value) ?? '',
              isUneven: uneven.has(type, node.name.value),
              sets: below(
                sets,
                (field) => keyOf(field) === keyOf(node) && field.name.value === node.name.value,
              ),
              path: [...path, keyOf(node)],
            };
      const selectionSet = add(node.selectionSet, place);
      return selectionSet === node.selectionSet ? node : { ...node, selectionSet };
    });
    const isSame = more.length === 0 && selections.every((node, i) => node === set.selections[i]);
    return isSame ? set : { ...set, selections: [...selections, ...more] };
  };
}

function fragment(
  selections: readonly SelectionNode[],
  {
    typename,
    directives = [],
  }: { readonly typename?: string; readonly directives?: FieldNode['directives'] },
): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    directives,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
    ...(typename !== undefined && {
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typename } },
    }),
  };
}

/** What is selected below some fields, whatever the conditions that they are selected under. */
export function below(sets: Sets, isMeant: (field: FieldNode) => boolean): Sets {
  return sets.flatMap(({ selections }) =>
    selections.flatMap((node): Sets => {
      if (node.kind === Kind.INLINE_FRAGMENT) return below([node.selectionSet], isMeant);
      return node.kind === Kind.FIELD && node.selectionSet && isMeant(node) ? [node.selectionSet] : [];
    }),
  );
}

export function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** `@skip(if: true)` and `@include(if: false)`. */
function isNever({ directives = [] }: { readonly directives?: FieldNode['directives'] }): boolean {
  return directives.some(({ name, arguments: given = [] }) => {
    const value = given.find((argument) => argument.name.value === 'if')?.value;
    return value?.kind === Kind.BOOLEAN && value.value === (name.value === 'skip');
  });
}
