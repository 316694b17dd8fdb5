import { boundedMap } from '../../core/bounded-map';
import { cleanText } from '../../core/clean-text';
import type { Call } from '../../core/contract';
import { AdapterError, toAdapterError } from '../../core/errors';
import { parseOrderId } from '../../core/ids';
import type { LiveStatus, OrdersPort, StatusReading } from '../../core/order/orders-port';
import { compileExpression } from './expression';
import { compileField } from './fields';
import type { DirectOrders } from './manifest';
import { byReference } from './order-find';
import { compileShown } from './order-shown';
import type { Shop } from './order-undo';
import { readInstant } from './values';

export interface OrderStatusOptions extends Shop {
  readonly orders: DirectOrders;
}

/** The status of one order now; null for one that the shop doesn't know. */
export type ReadStatus = (reference: string, call: Call) => Promise<LiveStatus | null>;

const AT_ONCE = 8;
/** Far longer than any shop's word for a state; the ledger keeps it and people read it. */
const LONGEST_WORD = 100;

const SHOWN_WRONGLY = {
  AMONG_OTHERS: 'the answer shows other orders too, and the state may be of one of those',
  UNCLEAR: 'the answer lacks what "reference" looks at',
} as const;

/** Statuses of orders at a marketplace that a manifest describes; null where it can't be asked for them. */
export function createRestOrderStatuses(options: OrderStatusOptions): OrdersPort | null {
  const read = createReadStatus(options);
  if (read === null) return null;
  const { marketplace } = options;
  return {
    feeds: [],
    page: () =>
      Promise.reject(new AdapterError('UNSUPPORTED', { marketplace, detail: 'it has no lists of orders' })),
    async statuses(ids, call) {
      const readings = await boundedMap(ids, AT_ONCE, async (id): Promise<StatusReading> => {
        const order = parseOrderId(id);
        if (order?.marketplace !== marketplace) return null;
        try {
          return await read(order.number, call);
        } catch (thrown) {
          return toAdapterError(thrown, marketplace);
        }
      });
      // Where nothing at all was learnt, whoever guards the source has to hear of it.
      const [first] = readings;
      if (first instanceof AdapterError && readings.every((reading) => reading instanceof AdapterError))
        throw first;
      return readings;
    },
  };
}

export function createReadStatus({ marketplace, orders, exchange }: OrderStatusOptions): ReadStatus | null {
  const { status } = orders;
  if (status === undefined) return null;
  const { request, responses, reference: toldReference, state } = status;
  const shownIn = compileShown({ reference: toldReference });
  const wordIn = compileExpression(state.from);
  const at = status.at === undefined ? null : compileField('orders.status.at', status.at);
  return async (reference, call) => {
    const answer = await exchange.send({ request, responses, variables: byReference(reference) }, call);
    if (answer.means === 'missing') return null;
    if (answer.means === 'refused') {
      if (answer.reason === 'UNKNOWN_ORDER') return null;
      throw notTold(`refused, ${answer.detail}`);
    }
    const shown = shownIn(answer.body, reference);
    if (shown === 'NO') return null;
    if (shown !== 'YES') throw notTold(SHOWN_WRONGLY[shown]);
    const word = wordOf(wordIn(answer.body));
    if (word === null) return null;
    return {
      status: word,
      shipment: null,
      state: Object.hasOwn(state.values, word) ? (state.values[word] ?? null) : null,
      at: at === null ? null : readInstant(at.valueOf(answer.body)),
    };
  };

  /** Shops number their states, too. */
  function wordOf(value: unknown): string | null {
    if (value === null) return null;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw notTold('"state" gave no word');
    const word = cleanText(String(value)).slice(0, LONGEST_WORD);
    return word === '' ? null : word;
  }

  function notTold(detail: string): AdapterError {
    return new AdapterError('BAD_RESPONSE', { marketplace, detail: `status of an order: ${detail}` });
  }
}
