import { GraphQLError } from 'graphql';
import { isIterableObject } from 'graphql/jsutils/isIterableObject';
import type { Complete, Nullable } from './compiled-field';
import { afterAll, failed, isPromise } from './field-errors';

/** Completes a list: any iterable but a text. */
export function completeList(item: Complete, items: Nullable, place: string): Complete {
  return (value, path, at, execution) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    if (!isIterableObject(value))
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${place}".`);
    const completed: unknown[] = [];
    let pending: Promise<void>[] | null = null;
    try {
      for (const one of value) {
        const index = completed.length;
        const itemPath = { prev: path, key: index, typename: undefined };
        const result = completeItem(one, itemPath);
        completed.push(isPromise(result) ? null : result);
        if (!isPromise(result)) continue;
        pending ??= [];
        pending.push(result.then((later) => void (completed[index] = later)));
      }
    } catch (error) {
      if (pending === null) throw error;
      return afterAll(pending, error);
    }
    return pending === null ? completed : Promise.all(pending).then(() => completed);

    function completeItem(one: unknown, itemPath: Parameters<Complete>[1]): unknown {
      const fail = (error: unknown): null => failed(error, items, itemPath, execution);
      try {
        const result = isPromise(one)
          ? one.then((later) => item(later, itemPath, at, execution))
          : item(one, itemPath, at, execution);
        return isPromise(result) ? result.then(undefined, fail) : result;
      } catch (error) {
        return fail(error);
      }
    }
  };
}
