import { sql } from 'kysely';
import { z } from 'zod';
import { parseOrderId, type OrderId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import { inputError } from '../../input-error';
import type { OrderRow } from './merge-order';
import { conditionOf, type OrderQuery } from './order-query';

export interface OrderPageRows {
  readonly rows: readonly OrderRow[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/**
 * One page, newest first. A cursor names the last order seen and not a number of orders, so that pages
 * stay right while orders are added.
 */
export async function listOrders(
  db: Database,
  query: OrderQuery,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<OrderPageRows> {
  const from = after === null ? null : parseCursor(after);
  const beyond =
    from === null ? sql`true` : sql`(sorted_at, id) < (${from.sortedAt}::timestamptz, ${from.id})`;
  const { rows } = await sql<OrderRow>`
    select * from orders where ${conditionOf(query)} and ${beyond}
    order by sorted_at desc, id desc limit ${first + 1}`.execute(db);
  const page = rows.slice(0, first);
  const last = page.at(-1);
  return {
    rows: page,
    hasNextPage: rows.length > first,
    endCursor: last ? formatCursor(last) : null,
  };
}

export async function countOrders(db: Database, query: OrderQuery): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from orders where ${conditionOf(query)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** PostgreSQL knows no year 0. */
const cursorWire = z.tuple([z.iso.datetime().refine((text) => text > '0001'), z.string()]);

function formatCursor({ sorted_at, id }: OrderRow): string {
  return Buffer.from(JSON.stringify([sorted_at.toISOString(), id])).toString('base64url');
}

function parseCursor(text: string): { sortedAt: string; id: OrderId } {
  try {
    const [sortedAt, id] = cursorWire.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    const order = parseOrderId(id);
    if (order !== null) return { sortedAt, id: order.id };
  } catch {
    // Told below.
  }
  throw inputError('after', 'is not a cursor of this list. Pass an endCursor as it was given.');
}
