import DataLoader from 'dataloader';
import { callFor } from '../../adapters/core/contract';
import { AdapterError } from '../../adapters/core/errors';
import type { OrderId } from '../../adapters/core/ids';
import type { LiveStatus, StatusReading } from '../../adapters/core/order/orders-port';
import type { OrderStatusReader } from '../../adapters/core/resilience/order-status-reader';
import type { LiveOrder, LiveOrderState } from '../../schema/order/live-order';
import type { Database } from '../database/connect';
import { readAgain } from '../database/read-again';
import type { RequestContext } from '../request-context';
import { readingDeadline } from './reading-deadline';

interface KnownState {
  readonly id: OrderId;
  readonly state: LiveStatus['state'];
  readonly source_status: string;
  readonly shipment_status: string | null;
  readonly observed_at: Date;
}

/**
 * The orders of one request at one marketplace, with their state now. Whose an order is decides the
 * ledger: for anyone else it isn't there. What the marketplace can't tell is what the ledger last knew.
 */
export function createLiveOrderLoader(
  reader: OrderStatusReader | null,
  db: Database,
  context: RequestContext,
): DataLoader<OrderId, LiveOrder | null> {
  return new DataLoader<OrderId, LiveOrder | null>(async (ids) => {
    const known = await readOwn(db, ids, context);
    const own = ids.filter((id) => known.has(id));
    const deadline = readingDeadline(context.deadline, Date.now());
    const call = callFor({ signal: context.signal, deadline }, context);
    const readings =
      reader === null || own.length === 0 ? new Map<OrderId, StatusReading>() : await reader.read(own, call);
    return ids.map((id) => {
      const row = known.get(id);
      return row === undefined ? null : { id, live: stateOf(row, readings.get(id) ?? null) };
    });
  });
}

function stateOf(row: KnownState, reading: StatusReading): LiveOrderState {
  if (reading === null || reading instanceof AdapterError) {
    return {
      state: row.state,
      sourceStatus: row.source_status,
      shipmentStatus: row.shipment_status,
      observedAt: row.observed_at,
      freshness: 'STALE',
    };
  }
  return {
    state: reading.state,
    sourceStatus: reading.status,
    shipmentStatus: reading.shipment,
    observedAt: new Date(),
    freshness: 'LIVE',
  };
}

async function readOwn(
  db: Database,
  ids: readonly OrderId[],
  { actor }: RequestContext,
): Promise<ReadonlyMap<OrderId, KnownState>> {
  const institution = actor?.institution ?? null;
  if (institution === null) return new Map();
  const rows = await readAgain(() =>
    db
      .selectFrom('orders')
      .select(['id', 'state', 'source_status', 'shipment_status', 'observed_at'])
      .where('id', 'in', [...ids])
      .where('institution', '=', institution)
      .execute(),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
