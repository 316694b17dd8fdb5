import {
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { isResponseObject, ownReader, setOwn, type ResponseObject } from '../response-object';
import {
  collectFields,
  type Assignment,
  type CollectedField,
  type DeferredSelections,
} from './collect-fields';
import { dropPostponed, fault, NULLED, NULL_RISES, type Completion } from './completion';
import { leafReader } from './leaf-values';
import type { Selections } from './selections';

/** Completes a value: what of it the client selected, or why it is null. */
type Complete = (value: unknown, completion: Completion) => unknown;

interface CompletedField {
  readonly key: string;
  readonly read: (object: ResponseObject) => unknown;
  /** Assigning to this key would change what the object inherits. */
  readonly isInherited: boolean;
  readonly complete: Complete;
}

/** Names of types that are looked up once. More than a graph has are a subgraph's inventions. */
const TYPES_KEPT = 2_000;

/** What is selected of objects of one type. */
interface CompletedType {
  readonly fields: readonly CompletedField[];
  /** What is told later; null where nothing is. */
  readonly deferred: readonly DeferredFields[] | null;
}

interface DeferredFields {
  readonly name: string;
  readonly type: () => CompletedType;
}

/** Completes the root of an answer; null where a null has risen to it. */
export type CompleteAnswer = (data: ResponseObject, completion: Completion) => ResponseObject | null;

/**
 * Makes GraphQL's value completion for one operation, and one assignment of the variables in its `@skip`s
 * and `@include`s: fields in the operation's order, values checked against the API schema, nulls that rise.
 * What is selected of a type is worked out when the first object of that type comes.
 */
export function compileCompletion(
  schema: GraphQLSchema,
  rootType: GraphQLCompositeType,
  { selections, assignment }: { readonly selections: Selections; readonly assignment: Assignment },
): CompleteAnswer {
  function completedType(type: GraphQLCompositeType, selected: readonly Selections[]): CompletedType {
    const isMet = (condition: string): boolean => isWithin(schema, type, condition);
    const { fields, deferred } = collectFields(selected, isMet, assignment);
    return {
      fields: fields.map((field) => ({
        key: field.key,
        read: ownReader(field.planKey),
        isInherited: field.key in Object.prototype,
        complete: completeField(type, field),
      })),
      deferred: deferred.length === 0 ? null : deferred.map((one) => deferredFields(type, one)),
    };
  }

  function deferredFields(
    type: GraphQLCompositeType,
    { name, selections: below }: DeferredSelections,
  ): DeferredFields {
    let known: CompletedType | null = null;
    return { name, type: () => (known ??= completedType(type, below)) };
  }

  function completeField(
    parent: GraphQLCompositeType,
    { key, name, selections: below }: CollectedField,
  ): Complete {
    if (name === '__typename')
      // Where a subgraph knows an entity by its interface alone, nobody knows what it is.
      return isObjectType(parent) ? () => parent.name : (_, completion) => unknownType(completion);
    if (name === '__schema' || name === '__type')
      return (_, { introspection }) => introspection?.[key] ?? null;
    const field = isUnionType(parent) ? undefined : parent.getFields()[name];
    if (!field) throw new Error(`${parent.name} has no field ${name}`);
    return completeValue(field.type, `${parent.name}.${name}`, below);
  }

  function completeValue(type: GraphQLOutputType, place: string, below: readonly Selections[]): Complete {
    if (isNonNullType(type)) {
      const inner = completeValue(type.ofType, place, below);
      return (value, completion) => {
        const completed = inner(value, completion);
        if (completed === null) fault(completion, `Cannot return null for non-nullable field ${place}.`);
        return completed === null || completed === NULLED ? NULL_RISES : completed;
      };
    }
    if (isListType(type)) return completeList(completeValue(type.ofType, place, below), place);
    if (isLeafType(type)) {
      const read = leafReader(type);
      return (value, completion) => {
        if (value === null || value === undefined) return null;
        const leaf = read(value);
        return leaf === undefined ? fault(completion, `The value of ${place} is no ${type.name}.`) : leaf;
      };
    }
    return completeComposite(type, place, below);
  }

  function completeList(item: Complete, place: string): Complete {
    return (value, completion) => {
      if (value === null || value === undefined) return null;
      if (!Array.isArray(value)) return fault(completion, `The value of ${place} is no list.`);
      const { path } = completion;
      const items: unknown[] = [];
      let rises = false;
      const at = path.length;
      for (let i = 0; i < value.length; i++) {
        path[at] = i;
        const completed = item(value[i], completion);
        if (completed === NULL_RISES) rises = true;
        items.push(completed === NULLED ? null : completed);
      }
      path.length = at;
      if (rises) dropPostponed(completion);
      return rises ? NULLED : items;
    };
  }

  function completeComposite(
    declared: GraphQLCompositeType,
    place: string,
    below: readonly Selections[],
  ): Complete {
    const known = new Map<unknown, CompletedType | undefined>();
    const unnamed = isObjectType(declared) ? completedType(declared, below) : null;
    /** Undefined for a type that clients don't know: it is inaccessible, or a newer graph's. */
    function typeOf(typename: unknown, completion: Completion): CompletedType | undefined | typeof NULLED {
      const type = typeof typename === 'string' ? schema.getType(typename) : declared;
      if (type !== undefined && !(isCompositeType(type) && isWithin(schema, type, declared.name)))
        return fault(completion, `The value of ${place} is of a type that it can't have.`);
      const fields = type && completedType(type, below);
      if (known.size < TYPES_KEPT) known.set(typename, fields);
      return fields;
    }
    return (value, completion) => {
      if (value === null || value === undefined) return null;
      if (!isResponseObject(value)) return fault(completion, `The value of ${place} is no object.`);
      const typename = value['__typename'];
      const type = unnamed ?? known.get(typename) ?? typeOf(typename, completion);
      if (type === NULLED) return NULLED;
      if (type === undefined) return null;
      return completion.completed === null
        ? completeObject(value, type, completion)
        : completeOnce(value, type, completion, completion.completed);
    };
  }

  const root = completedType(rootType, [selections]);
  return (data, completion) => {
    const completed = completeObject(data, root, completion);
    return completed === NULLED ? null : completed;
  };
}

function completeObject(
  object: ResponseObject,
  { fields, deferred }: CompletedType,
  completion: Completion,
): ResponseObject | typeof NULLED {
  const { path } = completion;
  const completed: ResponseObject = {};
  const at = path.length;
  for (const { key, read, isInherited, complete } of fields) {
    path[at] = key;
    const value = complete(read(object), completion);
    if (value === NULL_RISES) {
      path.length = at;
      dropPostponed(completion);
      return NULLED;
    }
    if (isInherited) setOwn(completed, key, value === NULLED ? null : value);
    else completed[key] = value === NULLED ? null : value;
  }
  path.length = at;
  if (deferred !== null) postpone(object, deferred, completion);
  return completed;
}

function postpone(
  object: ResponseObject,
  deferred: readonly DeferredFields[],
  { path, postponed }: Completion,
): void {
  for (const { name, type } of deferred)
    postponed.push({
      name,
      path: [...path],
      complete(completion) {
        const completed = completeObject(object, type(), completion);
        return completed === NULLED ? null : completed;
      },
    });
}

/** An object that stands in several places is the same in all of them, unless it has faults: these have paths. */
function completeOnce(
  object: ResponseObject,
  type: CompletedType,
  completion: Completion,
  completed: Map<object, Map<object, unknown>>,
): unknown {
  let ofType = completed.get(type);
  if (ofType === undefined) completed.set(type, (ofType = new Map<object, unknown>()));
  const before = ofType.get(object);
  if (before !== undefined) return before;
  const { faults } = completion;
  const count = faults.length;
  const value = completeObject(object, type, completion);
  if (faults.length === count) ofType.set(object, value);
  return value;
}

function unknownType(completion: Completion): typeof NULL_RISES {
  fault(completion, 'No subgraph said of which type this is.');
  return NULL_RISES;
}

/** Do all objects of a type meet a condition? */
function isWithin(schema: GraphQLSchema, type: GraphQLCompositeType, condition: string): boolean {
  if (type.name === condition) return true;
  const wider = schema.getType(condition);
  if (isUnionType(wider) || isInterfaceType(wider))
    return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wider, type);
  return false;
}
