import type { ClientKeyOf } from '../planner/plan-keys';
import { isResponseObject, ownReader, type ResponseObject, type ResponsePath } from '../response-object';
import type { TypeConditions } from '../type-conditions';

/** One step of the way from an answer's root to the objects that a fetch adds to. */
export type PathStep =
  | {
      readonly kind: 'field';
      /** As the client calls it. */
      readonly key: string;
      /** As the plan calls it, and as it stands in the data. */
      readonly planKey: string;
      readonly read: (object: ResponseObject) => unknown;
    }
  | { readonly kind: 'items' }
  /** Only objects of these types: `|[Book,Movie]` at the end of what the planner writes. */
  | { readonly kind: 'types'; readonly types: readonly string[] };

/** Reads the path of a Flatten node: keys, `@` for the items of a list, each perhaps with a type condition. */
export function parseFlattenPath(path: ResponsePath, clientKeyOf: ClientKeyOf): readonly PathStep[] {
  return path.flatMap((element): PathStep[] => {
    const [, key = '', types] = /^([^|]*)(?:\|\[(.*)\])?$/.exec(String(element)) ?? [];
    const steps: PathStep[] = [];
    if (key === '@') steps.push({ kind: 'items' });
    else if (key !== '')
      steps.push({ kind: 'field', key: clientKeyOf(key), planKey: key, read: ownReader(key) });
    if (types !== undefined) steps.push({ kind: 'types', types: types.split(',') });
    return steps;
  });
}

/**
 * The objects at a path, each once, in the order of the answer. Where subgraphs' answers are shared between
 * places of the answer (`shared`), a place is only entered once: all that is below it is the same.
 */
export function objectsAt(
  root: ResponseObject,
  steps: readonly PathStep[],
  options: { readonly shared: boolean; readonly meets: TypeConditions },
): readonly ResponseObject[] {
  return valuesAt(root, steps, options).filter(isResponseObject);
}

/** All that is at a path. */
export function valuesAt(
  root: ResponseObject,
  steps: readonly PathStep[],
  { shared, meets }: { readonly shared: boolean; readonly meets: TypeConditions },
): readonly unknown[] {
  let values: unknown[] = [root];
  for (const step of steps) {
    const next: unknown[] = [];
    if (step.kind === 'field') {
      const { read } = step;
      for (const value of values) {
        if (!isResponseObject(value)) continue;
        const inner = read(value);
        if (inner !== null && inner !== undefined) next.push(inner);
      }
    } else if (step.kind === 'items') {
      for (const value of values) if (Array.isArray(value)) for (const item of value) next.push(item);
    } else {
      for (const value of values) if (isOfTypes(value, step.types, meets)) next.push(value);
    }
    values = shared && next.length > 1 ? [...new Set(next)] : next;
  }
  return values;
}

/** A place of an object in an answer. */
export interface Place {
  readonly object: ResponseObject;
  readonly path: ResponsePath;
  /** The objects above it, the answer itself first. */
  readonly above: readonly ResponseObject[];
}

/** All places at a path, an object that is in several of them several times. */
export function placesAt(
  root: ResponseObject,
  steps: readonly PathStep[],
  meets: TypeConditions,
): readonly Place[] {
  const places: Place[] = [];
  const path: (string | number)[] = [];
  const above: ResponseObject[] = [];
  function enter(value: unknown, at: number): void {
    if (value === null || value === undefined) return;
    const step = steps[at];
    if (step === undefined) {
      if (isResponseObject(value)) places.push({ object: value, path: [...path], above: [...above] });
    } else if (step.kind === 'field') {
      if (!isResponseObject(value)) return;
      path.push(step.key);
      above.push(value);
      enter(step.read(value), at + 1);
      above.pop();
      path.pop();
    } else if (step.kind === 'items') {
      if (!Array.isArray(value)) return;
      value.forEach((item: unknown, index) => {
        path.push(index);
        enter(item, at + 1);
        path.pop();
      });
    } else if (isOfTypes(value, step.types, meets)) enter(value, at + 1);
  }
  enter(root, 0);
  return places;
}

/** An object that doesn't say its type is let through: nothing speaks against it. */
function isOfTypes(value: unknown, types: readonly string[], meets: TypeConditions): boolean {
  if (Array.isArray(value)) return true; // the condition is on what a list holds; its items are looked at later
  if (!isResponseObject(value)) return false;
  const typename = value['__typename'];
  return typeof typename !== 'string' || types.some((type) => meets(type, typename));
}
