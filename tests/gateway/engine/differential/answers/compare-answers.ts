import { canonical } from '../data/canonical';
import { agree, type Allowance, type Path } from './agree';
import { errorWithoutPositions, isHiddenType, isUnknownType } from './exemptions';
import { lacking } from './multiset';
import { isCompletionError, isNoObject, type ToldAnswer, type ToldError } from './told-error';

/**
 * What an engine answers differently from the reference, in words; nothing where they agree.
 *
 * Data are the same; whether in the right order, is told beside. Errors of subgraphs are the same in any
 * order. Values that the schema forbids are errors in the engine's answer always, as GraphQL wants it; the
 * reference tells them beside its answer, and only where no subgraph told of an error.
 */
export function compareAnswers(
  engine: ToldAnswer,
  reference: ToldAnswer,
  allowances: Allowances = NO_ALLOWANCES,
): readonly string[] {
  const completion = [...engine.errors.filter(isCompletionError), ...engine.valueCompletion];
  const ofSubgraphs = engine.errors.filter((error) => !isCompletionError(error));
  const takenForObjects = allowances.isMisshapen ? completion.filter(isNoObject) : [];
  const allowed: Allowance = {
    missingKeys: allowances.isIncomplete,
    forgottenTypes: allowances.asksAbstractType,
    isRisenNull: (path) =>
      ((allowances.hasSurerTypes || allowances.isIncomplete || takenForObjects.length > 0) &&
        completion.some((one) => isBelow(one, path))) ||
      takenForObjects.some((one) => pathText(one) === JSON.stringify(path)),
  };
  return [
    ...(isSame(engine.data, reference.data, allowed) ? [] : ['data differ']),
    ...differingErrors(ofSubgraphs, reference.errors, engine.data),
    ...differingCompletion(completion, engine.data, reference, allowances),
  ];
}

/** What is known of a graph or an answer, and makes the reference differ by right of the engine. */
export interface Allowances {
  /** The reference's answer lacks fields that were selected. */
  readonly isIncomplete: boolean;
  /** Objects of the graph have fields that are non-null where their interface's may be null. */
  readonly hasSurerTypes: boolean;
  /** The operation asks for `__typename` in a fragment on an interface or a union. */
  readonly asksAbstractType: boolean;
  /** A subgraph's answer had lists where its schema has objects: the reference takes these for objects. */
  readonly isMisshapen: boolean;
}

const NO_ALLOWANCES: Allowances = {
  isIncomplete: false,
  hasSurerTypes: false,
  asksAbstractType: false,
  isMisshapen: false,
};

const isSame = (engine: string | null, reference: string | null, allowed: Allowance): boolean =>
  engine === reference ||
  (engine !== null && reference !== null && agree(JSON.parse(engine), JSON.parse(reference), allowed));

const isBelow = ({ path }: Pick<ToldError, 'path'>, above: Path): boolean =>
  path !== null && path.length > above.length && above.every((step, i) => step === path[i]);

function differingCompletion(
  completion: readonly ToldError[],
  data: string | null,
  reference: ToldAnswer,
  { isIncomplete, hasSurerTypes, asksAbstractType, isMisshapen }: Allowances,
): readonly string[] {
  const unfounded = completion
    .filter(({ path }) => !leadsToNull(data, path))
    .map((one) => `completion error where no value is null: ${errorText(one)}`);
  if (reference.errors.length > 0) return unfounded;
  const told = new Set(completion.map(pathText));
  const expected = reference.valueCompletion.filter((one) => !isHiddenType(one) || told.has(pathText(one)));
  const known = completion.filter((one) => !isUnknownType(one));
  const takenForObjects = isMisshapen ? completion.filter(isNoObject) : [];
  const others = expected.filter(
    ({ path }) => !takenForObjects.some((one) => one.path && path && isBelow({ path }, one.path)),
  );
  const { onlyLeft, onlyRight } = lacking(known.map(pathText), others.map(pathText));
  // What the reference left out, or took for nullable or for an object, it had nothing to say of.
  const isSilent = isIncomplete || hasSurerTypes || asksAbstractType || takenForObjects.length > 0;
  const own = isSilent ? [] : onlyLeft;
  return [
    ...unfounded,
    ...own.map((text) => `completion error of the engine alone: ${text}`),
    ...onlyRight.map((text) => `completion error of the reference alone: ${text}`),
  ];
}

/** Errors that only one of them has; where they differ by positions alone, the engine's have to be nulls. */
function differingErrors(
  engine: readonly ToldError[],
  reference: readonly ToldError[],
  data: string | null,
): readonly string[] {
  const { onlyLeft, onlyRight } = lacking(engine.map(errorText), reference.map(errorText));
  if (onlyLeft.length === 0 && onlyRight.length === 0) return [];
  const own = onlyLeft.map((text) => JSON.parse(text) as ToldError);
  const others = onlyRight.map((text) => JSON.parse(text) as ToldError);
  const rough = lacking(own.map(errorWithoutPositions), others.map(errorWithoutPositions));
  const isExempt =
    rough.onlyLeft.length === 0 &&
    rough.onlyRight.length === 0 &&
    own.every(({ path }) => mayHaveFailed(data, path));
  if (isExempt) return [];
  return [
    ...onlyLeft.map((text) => `error of the engine alone: ${text}`),
    ...onlyRight.map((text) => `error of the reference alone: ${text}`),
  ];
}

const errorText = (error: ToldError): string => canonical(error);
const pathText = ({ path }: ToldError): string => JSON.stringify(path);
/** Where a value is refused, it or something around it is null. */
const leadsToNull = (data: string | null, path: ToldError['path']): boolean => valueAt(data, path) === null;

/**
 * Where a subgraph failed: there is a null, or an object of which other subgraphs told, or a place that is
 * none of the answer's because only another field requires it.
 */
function mayHaveFailed(data: string | null, path: ToldError['path']): boolean {
  const value = valueAt(data, path);
  return value === undefined || typeof value === 'object';
}

/** Null as soon as there is one on the way. */
function valueAt(data: string | null, path: ToldError['path']): unknown {
  let value = data === null ? null : (JSON.parse(data) as unknown);
  for (const step of path ?? []) {
    if (value === null || value === undefined) return value;
    value = Reflect.get(Object(value) as object, step) as unknown;
  }
  return value;
}
