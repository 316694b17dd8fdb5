import { setTimeout as wait } from 'node:timers/promises';
import type { Call, Marketplace } from '../core/contract';
import { toAdapterError, type AdapterError } from '../core/errors';
import { orderId, type OrderReference } from '../core/ids';
import type { Offer } from '../core/offer';
import { ORDER_STATES } from '../core/order/order-states';
import type { OrderTaking, PurchaseOrder } from '../core/order/ordering-port';
import type { LiveStatus } from '../core/order/orders-port';
import { toBuy, unknownLike } from './samples';

export type Attempt<T> = { readonly value: T } | { readonly error: AdapterError };
type Placing = Attempt<Awaited<ReturnType<OrderTaking['place']>>>;
type Cancelling = Attempt<Awaited<ReturnType<OrderTaking['cancel']>>>;

/** What became of one order, from before it was sent until it was taken back. */
export interface OrderCourse {
  readonly order: PurchaseOrder;
  readonly before: Attempt<boolean>;
  readonly placed: Placing;
  readonly after: Attempt<boolean>;
  /** Null where the first was not taken, or is not found: sent again it could be a second order. */
  readonly again: Placing | null;
  /** One for each time that it was taken back; none where there was nothing to take back. */
  readonly cancelled: readonly Cancelling[];
  /** What it says of the order at the end; null where it can't be asked or there is nothing to ask for. */
  readonly left: Attempt<LiveStatus | null> | null;
}

export interface OrderTrial {
  readonly sold: OrderCourse;
  readonly unknown: OrderCourse;
}

export interface TrialSubject {
  readonly marketplace: Marketplace;
  readonly order: ((offer: Offer) => PurchaseOrder) | null;
}

const CALL_MS = 20_000;
const STATUS_READS = 3;
const STATUS_PAUSE_MS = 1_000;

/**
 * Orders the cheapest thing that may be in stock, the next where that is sold out, and a thing that nobody sells, and takes both back. Null where no order may
 * be placed, nothing is in stock, or an order could not be taken back.
 */
export async function runOrderTrial(
  { marketplace, order }: TrialSubject,
  offers: readonly Offer[],
  call: (withinMs?: number) => Call,
): Promise<OrderTrial | null> {
  const { ordering, can } = marketplace;
  const [cheapest, ...others] = toBuy(offers);
  if (order === null || cheapest === undefined || !can.cancelling) return null;
  if (ordering === undefined || ordering.mode === 'HANDOFF') return null;
  const course = { marketplace, ordering, call };
  let sold = await run(course, order(cheapest));
  for (const other of others.slice(0, MOST_TRIED - 1)) {
    if (!isSoldOut(sold)) break;
    sold = await run(course, order(other));
  }
  return { sold, unknown: await run(course, order(unknownLike(cheapest))) };
}

/** Not every shop says what it has left, and goods sell out while they are looked at. */
const MOST_TRIED = 5;

function isSoldOut({ placed, after }: OrderCourse): boolean {
  const isRefused =
    'value' in placed && placed.value.outcome === 'REFUSED' && placed.value.reason === 'OUT_OF_STOCK';
  return isRefused && 'value' in after && !after.value;
}

interface Course {
  readonly marketplace: Marketplace;
  readonly ordering: OrderTaking;
  readonly call: (withinMs?: number) => Call;
}

async function run({ marketplace, ordering, call }: Course, order: PurchaseOrder): Promise<OrderCourse> {
  const attempt = <T>(make: () => Promise<T>): Promise<Attempt<T>> => attempted(marketplace, make);
  const { reference } = order;
  const before = await attempt(() => ordering.has(reference, call(CALL_MS)));
  const placed = await attempt(() => ordering.place(order, call(CALL_MS)));
  const after = await attempt(() => ordering.has(reference, call(CALL_MS)));
  const again =
    isPlaced(placed) && isFound(after) ? await attempt(() => ordering.place(order, call(CALL_MS))) : null;
  // Whatever is not known to be absent is taken back, and no abort stops that.
  const mayBeThere = isPlaced(placed) || !('value' in after) || after.value;
  const takeBack = (): Promise<Cancelling> => attempt(() => ordering.cancel(reference, ownCall(call())));
  const cancelled = mayBeThere ? [await takeBack(), await takeBack()] : [];
  const left = mayBeThere ? await lastStatus(marketplace, reference, call) : null;
  return { order, before, placed, after, again, cancelled, left };
}

export function isPlaced(placed: Placing | null): boolean {
  return placed !== null && 'value' in placed && placed.value.outcome === 'PLACED';
}

/** Is it known to be there, by its reference? */
function isFound(after: Attempt<boolean>): boolean {
  return 'value' in after && after.value;
}

/** Has it come to an end that leaves nothing to be delivered or paid? */
export function isOver({ state }: LiveStatus): boolean {
  return state !== null && state !== 'COMPLETED' && ORDER_STATES[state].next.length === 0;
}

/** Some take an order back by and by: they are asked a few times. */
async function lastStatus(
  marketplace: Marketplace,
  reference: OrderReference,
  call: (withinMs?: number) => Call,
): Promise<Attempt<LiveStatus | null> | null> {
  const id = orderId(marketplace.id, reference);
  const statuses = marketplace.orders?.statuses;
  if (statuses === undefined || id === null) return null;
  for (let read = 1; ; read += 1) {
    const status = await attempted(marketplace, async () => {
      const [found] = await statuses([id], call(CALL_MS));
      if (found instanceof Error) throw found;
      return found ?? null;
    });
    const settled = !('value' in status) || status.value === null || isOver(status.value);
    if (settled || read === STATUS_READS) return status;
    await wait(STATUS_PAUSE_MS);
  }
}

async function attempted<T>({ id }: Marketplace, make: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await make() };
  } catch (thrown) {
    return { error: toAdapterError(thrown, id) };
  }
}

/** The same call, that ends by its own deadline alone. */
function ownCall({ requestId }: Call): Call {
  return { requestId, signal: new AbortController().signal, deadline: Date.now() + CALL_MS };
}
