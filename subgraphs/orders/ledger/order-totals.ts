import { sql } from 'kysely';
import { addDecimals, compareDecimals, ZERO, type Decimal } from '../../../adapters/core/decimal';
import { institutionName } from '../../../adapters/core/institutions';
import type { InstitutionCode } from '../../../adapters/core/ids';
import { ORDER_STATES, SPENT_STATES, type OrderState } from '../../../adapters/core/order/order-states';
import type { OrderTotal, OrderTotals } from '../../../schema/order/order-list';
import type { Database } from '../../database/connect';
import { conditionOf, type OrderQuery } from './order-query';
import type { MarketplaceNames } from '../../partners/marketplace-names';

interface Cell {
  readonly marketplace: string;
  readonly state: OrderState | null;
  readonly month: string;
  readonly institution: InstitutionCode;
  readonly count: number;
  readonly total: Decimal;
}

/** What orders come to, cut by marketplace, state, month and institution: one pass, then sums of its few cells. */
export async function readTotals(
  db: Database,
  query: OrderQuery,
  marketplaceNames: MarketplaceNames,
): Promise<OrderTotals> {
  const { rows } = await sql<Cell>`
    select institution, marketplace, state, month, count(*)::int as count, coalesce(sum(total), 0)::text as total
    from orders where ${conditionOf(query)}
    group by institution, marketplace, state, month`.execute(db);
  const spent: ReadonlySet<OrderState | null> = new Set(SPENT_STATES);
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    total: sumOf(rows),
    spent: sumOf(rows.filter(({ state }) => spent.has(state))),
    byMarketplace: cut(
      rows,
      (cell) => cell.marketplace,
      (id) => marketplaceNames.get(id) ?? id,
    ),
    byState: cut(
      rows,
      (cell) => cell.state,
      (state) => ORDER_STATES[state as OrderState].indonesian,
    ),
    byMonth: cut(
      rows,
      (cell) => cell.month,
      (month) => month,
    ).sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? 1 : -1)),
    byInstitution: cut(
      rows,
      (cell) => cell.institution,
      (code) => institutionName(code as InstitutionCode) ?? code,
    ),
  };
}

function sumOf(cells: readonly Cell[]): Decimal {
  return cells.reduce((sum, { total }) => addDecimals(sum, total), ZERO);
}

/** Dearest first: what a ranking shows. */
function cut(
  cells: readonly Cell[],
  keyOf: (cell: Cell) => string | null,
  nameOf: (key: string) => string,
): OrderTotal[] {
  const groups = new Map<string | null, Cell[]>();
  for (const cell of cells) {
    const key = keyOf(cell);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups]
    .map(([key, group]) => ({
      key,
      name: key === null ? null : nameOf(key),
      count: group.reduce((sum, { count }) => sum + count, 0),
      total: sumOf(group),
    }))
    .sort((a, b) => compareDecimals(b.total, a.total) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
}
