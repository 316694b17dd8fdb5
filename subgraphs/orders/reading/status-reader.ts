import { sql } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { Call } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import type { MarketplaceId, OrderId } from '../../../adapters/core/ids';
import { ORDER_STATES, type OrderState } from '../../../adapters/core/order/order-states';
import type { LiveStatus } from '../../../adapters/core/order/orders-port';
import type { Database } from '../../database/connect';
import type { SourceDirectory } from '../../marketplace/source-directory';
import { log } from '../../telemetry/log';
import { recordStatus } from '../ledger/record-status';
import type { OrderChange, OrderNews } from '../order-news';

export interface StatusReaderOptions {
  readonly db: Database;
  readonly sources: SourceDirectory;
  readonly news: OrderNews;
  /** How often the status of an order that is under way is asked for. */
  readonly everyMs: number;
  /** How long one call may take. */
  readonly timeoutMs: number;
}

export interface StatusReader {
  /** Asks for those that are due now, and gives how many there were. */
  readOnce(): Promise<number>;
  run(): void;
  stop(): Promise<void>;
}

const AT_ONCE = 100;
const IDLE_MS = 5_000;
/** An order that says nothing for so long is left to whoever asks for it. */
const FORGOTTEN_AFTER = '180 days';
const LAST_STEP = 10;
const ENDED = Object.entries(ORDER_STATES)
  .filter(([, { step }]) => step === LAST_STEP)
  .map(([state]) => state as OrderState);

/**
 * Keeps the ledger in step with marketplaces that can be asked for the status of an order and may not report it:
 * most partners. Of several replicas one takes each order.
 */
export function createStatusReader(options: StatusReaderOptions): StatusReader {
  const { db, sources, news, everyMs, timeoutMs } = options;
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let running: Promise<void> | null = null;

  async function claim(): Promise<ReadonlyMap<MarketplaceId, readonly OrderId[]>> {
    const { rows } = await sql<{ id: OrderId; marketplace: MarketplaceId }>`
      update orders set status_asked_at = now()
      where id in (
        select orders.id from orders join marketplace on marketplace.id = orders.marketplace
        where marketplace.order_tracking = 'ASKED'
          and (orders.state is null or orders.state not in (${sql.join(ENDED)}))
          and coalesce(orders.status_asked_at, '-infinity') < now() - ${`${everyMs} milliseconds`}::interval
          and orders.updated_at > now() - ${FORGOTTEN_AFTER}::interval
        order by orders.status_asked_at nulls first, orders.id
        limit ${sql.lit(AT_ONCE)} for update of orders skip locked
      )
      returning id, marketplace`.execute(db);
    const claimed = new Map<MarketplaceId, OrderId[]>();
    for (const { id, marketplace } of rows)
      claimed.set(marketplace, [...(claimed.get(marketplace) ?? []), id]);
    return claimed;
  }

  async function ask(marketplace: MarketplaceId, ids: readonly OrderId[]): Promise<void> {
    const statuses = sources.get(marketplace)?.statuses;
    if (!statuses) return; // suspended, or not configured here
    const call: Call = { signal: stopping.signal, deadline: Date.now() + timeoutMs, requestId: randomUUID() };
    const readings = await statuses.read(ids, call);
    const changes: OrderChange[] = [];
    for (const [id, reading] of readings) {
      // What it does not know, or can't tell, changes nothing: it is asked again.
      if (reading === null || reading instanceof AdapterError) continue;
      changes.push(...(await record(id, reading)));
    }
    news.publish(changes);
  }

  async function record(orderId: OrderId, { at, ...status }: LiveStatus): Promise<readonly OrderChange[]> {
    const now = new Date();
    const messageId = ['asked', status.status, status.shipment ?? '', at?.toISOString() ?? ''].join('|');
    const outcome = await db
      .transaction()
      .execute((transaction) =>
        recordStatus(
          transaction,
          { orderId, channel: 'ASKED', messageId, status, at: at ?? now, details: {} },
          now,
        ),
      );
    return outcome.kind === 'APPLIED' ? [outcome.change] : [];
  }

  async function readOnce(): Promise<number> {
    const claimed = await claim();
    await Promise.all([...claimed].map(([marketplace, ids]) => ask(marketplace, ids)));
    return [...claimed.values()].reduce((sum, ids) => sum + ids.length, 0);
  }

  async function keepReading(): Promise<void> {
    while (!isStopping()) {
      try {
        if ((await readOnce()) === AT_ONCE) continue;
      } catch (error) {
        if (!stopping.signal.aborted)
          log.error({ error }, 'statuses of orders could not be read; later again');
      }
      await wait(IDLE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    readOnce,
    run() {
      running ??= keepReading();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
