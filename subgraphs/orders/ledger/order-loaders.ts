import DataLoader from 'dataloader';
import type { Selectable } from 'kysely';
import type { Actor } from '../../../adapters/core/actor';
import type { OrderId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import { readAgain } from '../../database/read-again';
import type { OrderEventTable } from '../../database/order-tables';
import type { LineRow, OrderRow } from './merge-order';

/** Orders of one request, each read once, and only those that its actor may see. */
export interface OrderLoaders {
  /** Null for an order that isn't there and for one of another institution: no one learns which. */
  readonly order: DataLoader<OrderId, OrderRow | null>;
  readonly lines: DataLoader<OrderId, readonly LineRow[]>;
  readonly history: DataLoader<OrderId, readonly Selectable<OrderEventTable>[]>;
}

export function createOrderLoaders(db: Database, actor: Actor | undefined): OrderLoaders {
  const institution = actor?.institution ?? null;
  return {
    order: new DataLoader(async (ids) => {
      if (institution === null) return ids.map(() => null);
      const rows = await readAgain(() =>
        db
          .selectFrom('orders')
          .selectAll()
          .where('id', 'in', [...ids])
          .where('institution', '=', institution)
          .execute(),
      );
      return inOrder(ids, rows, (row) => row.id).map(([row]) => row ?? null);
    }),
    lines: new DataLoader(async (ids) => {
      const rows = await readAgain(() =>
        db
          .selectFrom('order_line')
          .selectAll()
          .where('order_id', 'in', [...ids])
          .orderBy('position')
          .orderBy('key')
          .execute(),
      );
      return inOrder(ids, rows, (row) => row.order_id);
    }),
    history: new DataLoader(async (ids) => {
      const rows = await readAgain(() =>
        db
          .selectFrom('order_event')
          .selectAll()
          .where('order_id', 'in', [...ids])
          .orderBy('at')
          .orderBy('recorded_at')
          .execute(),
      );
      return inOrder(ids, rows, (row) => row.order_id);
    }),
  };
}

function inOrder<T>(
  ids: readonly OrderId[],
  rows: readonly T[],
  idOf: (row: T) => OrderId,
): readonly (readonly T[])[] {
  const byId = new Map<OrderId, T[]>(ids.map((id) => [id, []]));
  for (const row of rows) byId.get(idOf(row))?.push(row);
  return ids.map((id) => byId.get(id) ?? []);
}
