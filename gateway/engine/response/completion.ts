import { GraphQLError } from 'graphql';
import type { Answer } from '../../../subgraphs/http/executor';
import type { ResponseObject, ResponsePath } from '../response-object';

/** The code of what no subgraph said, or said wrongly: the answer's own faults, beside those of subgraphs. */
export const BAD_RESPONSE = 'BAD_RESPONSE';

/** One answer while it is completed. */
export interface Completion {
  /** Where completion is. */
  readonly path: (string | number)[];
  readonly faults: GraphQLError[];
  /** What introspection fields give, by response key. */
  readonly introspection: Readonly<Record<string, unknown>> | null;
  /** What objects were completed to, where they may stand in several places; null where none does. */
  readonly completed: Map<object, Map<object, unknown>> | null;
  /** What an `@defer` puts off, at each place where it does. */
  readonly postponed: Postponed[];
}

/** What is told of one object later. */
export interface Postponed {
  /** The name of the `@defer`. */
  readonly name: string;
  readonly path: ResponsePath;
  /** Completes it at its place, once its data is there; null where a null has risen to the object. */
  complete(completion: Completion): ResponseObject | null;
}

/** The value is null, for a reason that was told. */
export const NULLED = Symbol('null, with an error');
/** There must be no null here: what holds this value becomes null. */
export const NULL_RISES = Symbol('null rises');

export function fault({ faults, path }: Completion, message: string): typeof NULLED {
  faults.push(new GraphQLError(message, { path: [...path], extensions: { code: BAD_RESPONSE } }));
  return NULLED;
}

/** Where a null has risen to, nothing is told later. */
export function dropPostponed({ path, postponed }: Completion): void {
  if (postponed.length === 0) return;
  const left = postponed.filter((one) => path.some((key, i) => one.path[i] !== key));
  postponed.length = 0;
  for (const one of left) postponed.push(one);
}

/**
 * Faults that no subgraph's error explains. A subgraph that fails says so once; that its fields are null
 * then, and what becomes null with them, is no news.
 */
export function unexplained(
  faults: readonly GraphQLError[],
  errors: readonly GraphQLError[],
): readonly GraphQLError[] {
  if (errors.length === 0 || faults.length === 0) return faults;
  if (errors.some(({ path }) => path === undefined)) return [];
  return faults.filter((one) => !errors.some(({ path }) => isOneWay(one.path ?? [], path ?? [])));
}

/** Is one of two paths on the way to the other? */
function isOneWay(one: ResponsePath, other: ResponsePath): boolean {
  const shorter = Math.min(one.length, other.length);
  for (let i = 0; i < shorter; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** The completion of what is at a path. `isShared`: objects may stand in several places of it. */
export function createCompletion(
  path: ResponsePath,
  { introspection, isShared }: Pick<Completion, 'introspection'> & { readonly isShared: boolean },
): Completion {
  return {
    path: [...path],
    faults: [],
    introspection,
    completed: isShared ? new Map() : null,
    postponed: [],
  };
}

/** The answer that comes of what was fetched, with all that went wrong. */
export function completeAnswer(
  complete: (data: ResponseObject, completion: Completion) => ResponseObject | null,
  { data, errors }: { readonly data: ResponseObject; readonly errors: readonly GraphQLError[] },
  completion: Completion,
): Answer {
  const completed = complete(data, completion);
  const told = [...errors, ...unexplained(completion.faults, errors)];
  return told.length === 0 ? { data: completed } : { data: completed, errors: told };
}
