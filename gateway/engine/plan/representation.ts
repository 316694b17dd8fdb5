import { getResponseName, type QueryPlanSelectionNode } from '@apollo/query-planner';
import { mergeInto } from '../merge';
import { isResponseObject, ownReader, setOwn, type ResponseObject } from '../response-object';
import type { TypeConditions } from '../type-conditions';

/** What a subgraph is told of an entity: its type, a key, and what fields of it require. */
export type Representation = ResponseObject;

/** What is selected of objects of one type, fragments taken apart. */
interface Selected {
  readonly fields: readonly SelectedField[];
  /** Those of fragments whose condition is met: each is there as a whole or not at all. */
  readonly fragments: readonly Selected[];
}

interface SelectedField {
  /** The field's name; an alias only says where the plan has put the value. */
  readonly key: string;
  readonly read: (object: ResponseObject) => unknown;
  readonly select: Select | null;
}

type Select = (object: ResponseObject) => ResponseObject | null;

/**
 * Makes the representation of an entity by a fetch's `requires`; null for one that lacks something, which the
 * subgraph can't be asked for. What is selected is worked out once for each type of entities.
 */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  meets: TypeConditions,
): (entity: ResponseObject) => Representation | null {
  const select = compileSelect(requires, meets);
  return (entity) => {
    const representation = select(entity);
    return representation?.['__typename'] ? representation : null;
  };
}

function compileSelect(selections: readonly QueryPlanSelectionNode[], meets: TypeConditions): Select {
  const byType = new Map<unknown, Selected>();
  return (object) => {
    const typename = object['__typename'];
    let selected = byType.get(typename);
    if (selected === undefined) {
      selected = selectedOf(selections, typeof typename === 'string' ? typename : null, meets);
      byType.set(typename, selected);
    }
    const representation: ResponseObject = {};
    return addTo(representation, object, selected, meets) ? representation : null;
  };
}

function selectedOf(
  selections: readonly QueryPlanSelectionNode[],
  typename: string | null,
  meets: TypeConditions,
): Selected {
  const fields: SelectedField[] = [];
  const fragments: Selected[] = [];
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const select = selection.selections ? compileSelect(selection.selections, meets) : null;
      fields.push({ key: selection.name, read: ownReader(getResponseName(selection)), select });
    } else if (
      selection.typeCondition !== undefined &&
      typename !== null &&
      meets(selection.typeCondition, typename)
    ) {
      fragments.push(selectedOf(selection.selections, typename, meets));
    }
  }
  return { fields, fragments };
}

function addTo(
  target: ResponseObject,
  source: ResponseObject,
  { fields, fragments }: Selected,
  meets: TypeConditions,
): boolean {
  for (const { read } of fields) if (read(source) === undefined) return false;
  for (const { key, read, select } of fields) {
    const value = read(source);
    add(target, key, select === null ? value : selectBelow(value, select), meets);
  }
  for (const fragment of fragments) addTo(target, source, fragment, meets);
  return true;
}

/** Two fragments may both select of one object: what they have below is merged. */
function add(target: ResponseObject, key: string, value: unknown, meets: TypeConditions): void {
  if (isResponseObject(value) && Object.hasOwn(target, key)) mergeInto(target, { [key]: value }, meets);
  else setOwn(target, key, value);
}

function selectBelow(value: unknown, select: Select): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => selectBelow(item, select));
  return isResponseObject(value) ? select(value) : null;
}

/** The same for two representations only if a subgraph can't tell them apart. */
export function representationKey(representation: Representation): string {
  let key = '';
  for (const name in representation) {
    const value = representation[name];
    // A text's length says where it ends, whatever it holds.
    key +=
      typeof value === 'string' ? `${name}"${value.length}"${value}` : `${name}:${JSON.stringify(value)};`;
  }
  return key;
}
