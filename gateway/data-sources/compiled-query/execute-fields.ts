import { getArgumentValues, type GraphQLResolveInfo } from 'graphql';
import { buildResolveInfo, type ExecutionContext } from 'graphql/execution/execute';
import type { Path } from 'graphql/jsutils/Path';
import { setOwn, type ResponseObject } from '../../engine/response-object';
import type { CompiledField, CompiledFields, Place } from './compiled-field';
import { afterAll, failed, isPromise, type MaybePromise } from './field-errors';

/** The values of fields of one object, in the fields' order, whenever each of them comes. */
export function executeFields(
  source: unknown,
  fields: CompiledFields,
  above: Path | undefined,
  execution: ExecutionContext,
): MaybePromise<ResponseObject> {
  const data: ResponseObject = {};
  let pending: Promise<void>[] | null = null;
  try {
    for (const field of fields) {
      const value = executeField(source, field, above, execution);
      if (isPromise(value)) {
        setOwn(data, field.key, null);
        pending ??= [];
        pending.push(value.then((later) => setOwn(data, field.key, later)));
      } else setOwn(data, field.key, value);
    }
  } catch (error) {
    if (pending === null) throw error;
    return afterAll(pending, error);
  }
  return pending === null ? data : Promise.all(pending).then(() => data);
}

function executeField(
  source: unknown,
  field: CompiledField,
  above: Path | undefined,
  execution: ExecutionContext,
): unknown {
  let place: Place | null = null;
  const here = (): Place => (place ??= { field, path: pathOf(field, above), info: null });
  const fail = (error: unknown): null => failed(error, field, here().path, execution);
  const complete = (value: unknown): unknown =>
    field.readLeaf === null ? field.complete(value, here().path, here(), execution) : field.readLeaf(value);
  try {
    const value = valueOf(source, field, here, execution);
    const completed = isPromise(value) ? value.then(complete) : complete(value);
    return isPromise(completed) ? completed.then(undefined, fail) : completed;
  } catch (error) {
    return fail(error);
  }
}

/** What a resolver gives; without one the property of the field's name, or what a method of that name gives. */
function valueOf(
  source: unknown,
  field: CompiledField,
  here: () => Place,
  execution: ExecutionContext,
): unknown {
  const { name, resolve } = field;
  const { contextValue } = execution;
  if (resolve !== null)
    return resolve(source, argumentsOf(field, execution), contextValue, infoOf(here(), execution));
  if (source === null || (typeof source !== 'object' && typeof source !== 'function')) return undefined;
  const owner = source as Record<string, unknown>;
  const value = owner[name];
  if (typeof value !== 'function') return value;
  return value.call(owner, argumentsOf(field, execution), contextValue, infoOf(here(), execution)) as unknown;
}

function argumentsOf({ definition, nodes: [node] }: CompiledField, execution: ExecutionContext): object {
  if (definition.args.length === 0 || node === undefined) return {};
  return getArgumentValues(definition, node, execution.variableValues);
}

export function infoOf(place: Place, execution: ExecutionContext): GraphQLResolveInfo {
  const { definition, nodes, parentType } = place.field;
  return (place.info ??= buildResolveInfo(execution, definition, [...nodes], parentType, place.path));
}

function pathOf({ key, parentType }: CompiledField, above: Path | undefined): Path {
  return { prev: above, key, typename: parentType.name };
}
