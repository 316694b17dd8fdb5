import { locatedError, responsePathAsArray } from 'graphql';
import type { ExecutionContext } from 'graphql/execution/execute';
import type { Path } from 'graphql/jsutils/Path';
import type { Nullable } from './compiled-field';

export type MaybePromise<T> = T | Promise<T>;

export function isPromise<T>(value: MaybePromise<T>): value is Promise<T>;
export function isPromise(value: unknown): value is Promise<unknown>;
export function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** Null with an error, or a null that rises: the error is thrown on. */
export function failed(thrown: unknown, at: Nullable, path: Path, execution: ExecutionContext): null {
  const error = locatedError(thrown, at.nodes, responsePathAsArray(path));
  if (at.isNonNull) throw error;
  // By the path it is known later whether what failed below is still part of the answer.
  execution.collectedErrors.add(error, path);
  return null;
}

/** Waits for what is under way before an error goes on: nobody else would hear of a second one. */
export function afterAll(pending: readonly Promise<unknown>[], error: unknown): Promise<never> {
  return Promise.allSettled(pending).then(() => {
    throw error;
  });
}
