import { decimal } from '../../adapters/core/decimal';
import { marketplaceId, orderId, type InstitutionCode, type OrderId } from '../../adapters/core/ids';
import type { SourceOrder, SourceOrderLine, SourceStatus } from '../../adapters/core/order/order';
import type { OrderState } from '../../adapters/core/order/order-states';
import type { OrderPage, OrdersPort } from '../../adapters/core/order/orders-port';
import type { Marketplace } from '../../adapters/core/contract';
import type { OrderEventTable } from '../../subgraphs/database/order-tables';
import type { Database } from '../../subgraphs/database/connect';
import { recordOrders } from '../../subgraphs/orders/ledger/record-orders';
import type { OrderChange } from '../../subgraphs/orders/order-news';
import type { LineRow, OrderRow } from '../../subgraphs/orders/ledger/merge-order';
import { scriptedMarketplace } from './offers';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { Tables } from '../../subgraphs/database/tables';
import type { TestDatabase } from './databases';
import { until } from './until';

export const EKATALOG = marketplaceId('ekatalog-lokal');
export const MALANG = 'D180' as InstitutionCode;

/** The id of an order of this number; `marketplace` where it isn't e-Katalog's. */
export function idOf(number: string, marketplace = EKATALOG): OrderId {
  const id = orderId(marketplace, number);
  if (id === null) throw new Error(`${number} is not an order's number`);
  return id;
}

export function status(state: OrderState | null, text = state ?? 'SOMETHING_NEW'): SourceStatus {
  return { status: text, shipment: null, state };
}

export function line(key: string, change: Partial<SourceOrderLine> = {}): SourceOrderLine {
  return {
    key,
    title: null,
    productId: null,
    sku: null,
    offerId: null,
    quantity: null,
    unitPrice: null,
    shippingFee: null,
    tax: null,
    total: null,
    ...change,
  };
}

/** A v6 order of e-Katalog, or what a test makes of it. */
export function sourceOrder(number: string, change: Partial<SourceOrder> = {}): SourceOrder {
  const marketplace = change.marketplace ?? EKATALOG;
  return {
    id: idOf(number, marketplace),
    marketplace,
    number,
    channel: 'INAPROC_V6',
    status: status('PROCESSING'),
    statusAt: null,
    placedAt: new Date('2026-03-05T03:00:00Z'),
    title: 'Belanja ATK',
    fiscalYear: 2026,
    institution: MALANG,
    workUnit: { code: null, name: null },
    rupCode: null,
    fundingSource: null,
    budgetAccounts: [],
    sellerCode: null,
    sellerName: null,
    lines: [],
    completeness: 'WHOLE',
    shippingFee: null,
    tax: null,
    total: decimal('1000'),
    details: {},
    problems: [],
    ...change,
  };
}

/** Lines of a v5 package, as one page tells them. */
export function packagePart(
  number: string,
  lines: readonly SourceOrderLine[],
  change: Partial<SourceOrder> = {},
): SourceOrder {
  return sourceOrder(number, {
    channel: 'INAPROC_V5',
    completeness: 'PARTIAL',
    total: null,
    lines,
    ...change,
  });
}

/** What the ledger holds. */
export interface Held {
  readonly order: OrderRow | undefined;
  readonly lines: readonly LineRow[];
  readonly events: readonly Selectable<OrderEventTable>[];
}

export async function held(db: Database, id: OrderId): Promise<Held> {
  return {
    order: await db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst(),
    lines: await db
      .selectFrom('order_line')
      .selectAll()
      .where('order_id', '=', id)
      .orderBy('position')
      .orderBy('key')
      .execute(),
    events: await db
      .selectFrom('order_event')
      .selectAll()
      .where('order_id', '=', id)
      .orderBy('at')
      .orderBy('recorded_at')
      .execute(),
  };
}

/** Records pages one after another, a minute between them. */
export async function recordPages(db: Database, pages: readonly (readonly SourceOrder[])[]): Promise<void> {
  for (const [index, page] of pages.entries())
    await recordInLedger(db, page, new Date(Date.UTC(2026, 10, 22, 8, index)));
}

/** A marketplace that lists orders as a test says. */
export function listingMarketplace(
  feeds: OrdersPort['feeds'],
  page: OrdersPort['page'],
  name = 'ekatalog-lokal',
): Marketplace {
  return { ...scriptedMarketplace(name, []), orders: { feeds, page } };
}

export function orderPage(orders: readonly SourceOrder[], change: Partial<OrderPage> = {}): OrderPage {
  return { orders, rejected: [], next: null, records: orders.length, notBefore: null, ...change };
}

/**
 * Waits until work on another connection is done or is held up by this transaction. The embedded database
 * runs one transaction after the other: there it has not even begun.
 */
export async function blockedOrDone(
  trx: Transaction<Tables>,
  database: TestDatabase,
  work: Promise<unknown>,
): Promise<void> {
  const address = database.address();
  if ('port' in address) return address.port.close();
  let isDone = false;
  const end = (): void => void (isDone = true);
  work.then(end, end);
  await until(async () => {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_locks
      where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`.execute(trx);
    return isDone || (rows[0]?.waiting ?? 0) > 0;
  });
}

/** Records within a transaction of their own. */
export function recordInLedger(
  db: Database,
  accounts: readonly SourceOrder[],
  now: Date,
): Promise<readonly OrderChange[]> {
  return db.transaction().execute((trx) => recordOrders(trx, accounts, now));
}
