import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import { mapInSlices, refuseFlood } from '../../core/in-slices';
import type { MarketplaceId } from '../../core/ids';
import { compileExpression } from './expression';
import { createLocator, pathBelow, plainPath, saysNothing } from './json-path';
import type { Expression, Records } from './manifest';
import { compileRecordsTold, listBehind } from './records-told';

/** One offer as the marketplace has it. */
export interface ShopRecord {
  readonly product: unknown;
  /** Null for a product that is an offer by itself. */
  readonly variant: unknown;
  /** JSON paths into the answer, for people. */
  productPath(): string;
  variantPath(): string;
  /** Why it can't be one, found before its fields were looked at. */
  readonly problem: string | null;
}

export interface RecordsRead {
  readonly records: readonly ShopRecord[];
  /** Entries of the list: products, where those list variants. */
  readonly listed: number;
  /** Those that the marketplace gave, also what `records.at` leaves out; null where that can't be told. */
  readonly told: number | null;
}

/** What a list may be in place of one. */
export interface ListRules {
  /** An object that is the only record. */
  readonly single: boolean;
  /** Null or false, said in so many words: there is nothing. */
  readonly nothing: boolean;
}

export type ReadRecords = (body: unknown, rules: ListRules, call: Call) => Promise<RecordsRead>;

/** Finds the records of an answer. Throws BAD_RESPONSE where there is no list. */
export function createReadRecords(
  marketplace: MarketplaceId,
  { at, variants, withoutVariants }: Pick<Records, 'at' | 'variants' | 'withoutVariants'>,
): ReadRecords {
  const listOf = compileList(marketplace, 'records.at', at);
  const recordsTold = compileRecordsTold(at);
  const variantsOf = variants === undefined ? null : compileExpression(variants);

  return async (body, rules, call) => {
    const list = listOf(body, rules);
    refuseFlood(list.length, marketplace);
    const locate = createLocator(body);
    let found = 0;
    const read = (product: unknown, i: number): readonly ShopRecord[] => {
      // In a single read a null among the answers stands for an id that is not known.
      if (rules.single && product === null) return [];
      const productPath = (): string => locate(product) ?? `$.${at}[${i}]`;
      const plain = { product, variant: null, productPath, variantPath: productPath, problem: null };
      if (!isObject(product)) return [{ ...plain, problem: 'is no object' }];
      const records = variantsOf === null ? [plain] : variantsIn(product, plain, locate);
      found += records.length;
      refuseFlood(found, marketplace);
      return records;
    };
    const records = await mapInSlices(list, read, { marketplace, call });
    return { records: records.flat(), listed: list.length, told: recordsTold(body) };
  };

  function variantsIn(
    product: object,
    plain: ShopRecord,
    locate: (value: unknown) => string | null,
  ): readonly ShopRecord[] {
    // Written from the product (`variants`), or from where all other expressions begin (`product.variants`).
    const found = variantsOf?.({ product, ...product });
    if (isNothing(found)) return withoutVariants === 'skip' ? [] : [plain];
    if (!Array.isArray(found)) return [{ ...plain, problem: 'records.variants gives no list' }];
    return found.map((variant: unknown, i) => ({
      ...plain,
      variant,
      variantPath: () => locate(variant) ?? `${plain.productPath()}, variant ${i}`,
      problem: isObject(variant) ? null : 'is no object',
    }));
  }
}

/** Finds a list in an answer. */
export function compileList(
  marketplace: MarketplaceId,
  name: string,
  at: Expression,
): (body: unknown, rules: ListRules) => readonly unknown[] {
  const evaluate = compileExpression(at);
  const steps = plainPath(at);
  // A filter of nothing is nothing as well.
  const stepsToList = plainPath(listBehind(at) ?? at);
  return (body, { single, nothing }) => {
    const found = evaluate(body);
    if (Array.isArray(found)) return found as unknown[];
    if (single && isObject(found)) return [found];
    // Nothing where the list should be is a failure in disguise, unless the answer itself says "nothing".
    if (nothing && isNothing(found) && stepsToList !== null && saysNothing(body, stepsToList)) return [];
    const where = steps === null ? at : pathBelow('$', steps);
    const what = isNothing(found) ? 'nothing' : 'no list';
    throw new AdapterError('BAD_RESPONSE', { marketplace, detail: `${name}: ${what} at ${where}` });
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Some systems write false, or an empty text, where there is nothing. */
function isNothing(value: unknown): boolean {
  const isEmptyList = Array.isArray(value) && value.length === 0;
  return value === null || value === undefined || value === false || value === '' || isEmptyList;
}
