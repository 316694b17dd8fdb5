import type { FetchDataRewrite } from '@apollo/query-planner';
import { isResponseObject, ownReader, setOwn, type ResponseObject } from '../response-object';
import type { TypeConditions } from '../type-conditions';
import { stepInto } from './path-element';

/** Changes data in its place, before it is sent or after it came. */
export type Rewrite = (value: unknown) => void;

/** The planner's rewrites as one function; null where there are none. */
export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  meets: TypeConditions,
): Rewrite | null {
  if (rewrites === undefined || rewrites.length === 0) return null;
  const compiled = rewrites.map((rewrite) => compileRewrite(rewrite, meets));
  return (value) => {
    for (const rewrite of compiled) rewrite(value);
  };
}

function compileRewrite(rewrite: FetchDataRewrite, meets: TypeConditions): Rewrite {
  const key = rewrite.path.at(-1);
  if (key === undefined) return () => undefined;
  const change =
    rewrite.kind === 'ValueSetter'
      ? (object: ResponseObject) => setOwn(object, key, rewrite.setValueTo)
      : renamer(key, rewrite.renameKeyTo);
  return rewrite.path
    .slice(0, -1)
    .reduceRight<Rewrite>(
      (inner, element) => throughLists(stepInto(element, inner, meets)),
      throughLists(change),
    );
}

function renamer(from: string, to: string): (object: ResponseObject) => void {
  const read = ownReader(from);
  return (object) => {
    const value = read(object);
    if (value === undefined) return;
    setOwn(object, to, value);
    Reflect.deleteProperty(object, from);
  };
}

function throughLists(change: (object: ResponseObject) => void): Rewrite {
  return function visit(value) {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isResponseObject(value)) change(value);
  };
}
