import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../../../adapters/core/actor';
import {
  parseMarketplaceId,
  parseRupCode,
  parseWorkUnitCode,
  type InstitutionCode,
  type MarketplaceId,
  type RupCode,
  type WorkUnitCode,
} from '../../../adapters/core/ids';
import type { OrderState } from '../../../adapters/core/order/order-states';
import type { OrderFilter } from '../../../schema/order/order-list';
import { inputError } from '../../input-error';

/** Which orders are meant, understood. Whose they are is not a choice of the client's. */
export interface OrderQuery {
  /** Null only for totals over all institutions. */
  readonly institution: InstitutionCode | null;
  readonly marketplaces: readonly MarketplaceId[];
  readonly states: readonly OrderState[];
  readonly unknownState: boolean | null;
  readonly workUnits: readonly WorkUnitCode[];
  readonly rupCode: RupCode | null;
  readonly number: string | null;
  readonly placedFrom: Date | null;
  readonly placedTo: Date | null;
}

const VALUES_MAX = 100;
const NUMBER_MAX = 120;
/** Not empty, and what a text column takes: no NUL, no half of a surrogate pair. */
// eslint-disable-next-line no-control-regex
const STORABLE = /^[^\u0000\ud800-\udfff]+$/u;

export function parseOrderQuery(filter: OrderFilter | null | undefined, { institution }: Actor): OrderQuery {
  const { placedFrom = null, placedTo = null } = filter ?? {};
  if (placedFrom && placedTo && placedFrom >= placedTo)
    throw inputError('filter.placedTo', 'is not after placedFrom, so that no order can match.');
  const number = filter?.number ?? null;
  if (number !== null && (number.length > NUMBER_MAX || !STORABLE.test(number)))
    throw inputError('filter.number', `must have 1 to ${NUMBER_MAX} characters.`);
  return {
    institution,
    marketplaces: all(filter?.marketplaces, 'filter.marketplaces', parseMarketplaceId),
    states: [...(filter?.states ?? [])],
    unknownState: filter?.unknownState ?? null,
    workUnits: all(filter?.workUnits, 'filter.workUnits', parseWorkUnitCode),
    rupCode: all(filter?.rupCode ? [filter.rupCode] : [], 'filter.rupCode', parseRupCode)[0] ?? null,
    number,
    placedFrom,
    placedTo,
  };
}

function all<T>(
  texts: readonly string[] | null | undefined,
  argument: string,
  parse: (text: string) => T | null,
): readonly T[] {
  if ((texts?.length ?? 0) > VALUES_MAX)
    throw inputError(argument, `holds ${texts?.length ?? 0} values; at most ${VALUES_MAX} are taken.`);
  return (texts ?? []).map((text) => {
    const parsed = parse(text);
    if (parsed === null) throw inputError(argument, `"${text.slice(0, 60)}" can't be one.`);
    return parsed;
  });
}

/** The query as a condition on the table `orders`. */
export function conditionOf(query: OrderQuery): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (query.institution !== null) conditions.push(sql`institution = ${query.institution}`);
  if (query.marketplaces.length > 0) conditions.push(sql`marketplace in (${sql.join(query.marketplaces)})`);
  if (query.states.length > 0) conditions.push(sql`state in (${sql.join(query.states)})`);
  if (query.unknownState !== null)
    conditions.push(query.unknownState ? sql`state is null` : sql`state is not null`);
  if (query.workUnits.length > 0) conditions.push(sql`work_unit in (${sql.join(query.workUnits)})`);
  if (query.rupCode !== null) conditions.push(sql`rup_code = ${query.rupCode}`);
  if (query.number !== null) conditions.push(sql`number = ${query.number}`);
  if (query.placedFrom !== null) conditions.push(sql`sorted_at >= ${query.placedFrom}`);
  if (query.placedTo !== null) conditions.push(sql`sorted_at < ${query.placedTo}`);
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}
