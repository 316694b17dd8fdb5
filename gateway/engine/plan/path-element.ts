import { ownReader, type ResponseObject } from '../response-object';
import type { TypeConditions } from '../type-conditions';

const ON_TYPE = '... on ';

/**
 * One element of the paths in a plan's rewrites: the name of a field, or a type condition; undefined where that
 * is not met. An object that doesn't say its type was asked for by the planner as what it looks for.
 */
export function stepInto<T>(
  element: string,
  inner: (value: unknown) => T,
  meets: TypeConditions,
): (object: ResponseObject) => T | undefined {
  if (!element.startsWith(ON_TYPE)) {
    const read = ownReader(element);
    return (object) => inner(read(object));
  }
  const condition = element.slice(ON_TYPE.length);
  return (object) => {
    const typename = object['__typename'];
    return typeof typename !== 'string' || meets(condition, typename) ? inner(object) : undefined;
  };
}
