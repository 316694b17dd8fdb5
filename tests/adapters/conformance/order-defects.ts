import type { Marketplace } from '../../../adapters/core/contract';
import type { OrderingPort, OrderTaking, PunchOutOrdering } from '../../../adapters/core/order/ordering-port';
import type { OrdersPort } from '../../../adapters/core/order/orders-port';
import { PRODUCT_PAGES } from '../../../adapters/core/order/page-hand-off';
import type { OrderState } from '../../../adapters/core/order/order-states';
import type { Offer } from '../../../adapters/core/offer';
import type { Defect } from './defects';
import { failure, goodMarketplace, GOOD_OFFERS, goodOrdering, subjectOf } from './good-marketplace';

type Can = Partial<Marketplace['can']>;

/** A good one that takes orders otherwise. */
function ordering(
  port: OrderingPort | null,
  can: Can = {},
  offers: readonly Offer[] = GOOD_OFFERS,
): Marketplace {
  const { ordering: _, ...good } = goodMarketplace(offers);
  return { ...good, can: { ...good.can, ...can }, ...(port === null ? {} : { ordering: port }) };
}

function taking(change: (good: OrderTaking) => Partial<OrderTaking>): Defect[1] {
  return () => {
    const good = goodOrdering();
    return subjectOf(ordering({ ...good, ...change(good) }));
  };
}

const refused = { outcome: 'REFUSED', reason: 'NOT_ACCEPTED', detail: 'says no' } as const;

/** Says every second time what it said the first, and something else in between. */
function firstThen<T>(one: () => Promise<T>, other: () => Promise<T>): () => Promise<T> {
  let times = 0;
  return () => ((times += 1) === 1 ? one() : other());
}

export const ORDER_DEFECTS: readonly Defect[] = [
  ['orders that are declared and not taken', () => subjectOf(ordering(null)), ['LIVE-50'], '$'],
  [
    'orders that can be asked for by no way',
    () => subjectOf(ordering(goodOrdering(), { orders: 'ASKED' })),
    ['LIVE-50'],
    '$',
  ],
  [
    'a page to order on that is missing',
    () => {
      const offers = GOOD_OFFERS.map((each, i) => (i === 24 ? { ...each, url: null } : each));
      return subjectOf(ordering(PRODUCT_PAGES, { ordering: 'HANDOFF', cancelling: false }, offers));
    },
    ['LIVE-51'],
    "$['toko-baik:M1.BRS-025'].url",
  ],
  [
    'orders that are never there',
    taking(() => ({ has: () => Promise.resolve(false) })),
    ['LIVE-52', 'LIVE-55'],
    '$',
  ],
  [
    'orders that are always there',
    taking(() => ({ has: () => Promise.resolve(true) })),
    ['LIVE-52', 'LIVE-55', 'LIVE-56'],
    '$',
  ],
  [
    'orders that are all refused',
    taking(() => ({ place: () => Promise.resolve(refused) })),
    ['LIVE-52'],
    '$',
  ],
  [
    'orders whose answer is lost',
    taking((good) => ({
      async place(order, call) {
        const answer = await good.place(order, call);
        if (answer.outcome === 'REFUSED') return answer;
        throw failure('TIMEOUT');
      },
    })),
    ['LIVE-52'],
    '$',
  ],
  [
    'a second sending that is a conflict',
    taking((good) => {
      const sent = new Set<string>();
      return {
        place(order, call) {
          if (sent.has(order.reference)) return Promise.reject(failure('CONFLICT'));
          sent.add(order.reference);
          return good.place(order, call);
        },
      };
    }),
    ['LIVE-53'],
    '$',
  ],
  [
    'orders that stay',
    taking(() => ({ cancel: () => Promise.resolve({ ...refused, reason: 'TOO_LATE' as const }) })),
    ['LIVE-54', 'LIVE-55'],
    '$',
  ],
  [
    'orders that are taken back once only',
    taking(() => ({
      cancel: firstThen<Awaited<ReturnType<OrderTaking['cancel']>>>(
        () => Promise.resolve({ outcome: 'CANCELLED' }),
        () => Promise.resolve({ ...refused, reason: 'UNKNOWN_ORDER' }),
      ),
    })),
    ['LIVE-54'],
    '$',
  ],
  ['orders that go on after they were taken back', () => subjectOf(asked('PROCESSING')), ['LIVE-55'], '$'],
  [
    'orders for what nobody sells',
    () => {
      const good = goodOrdering();
      const placed = new Set<string>();
      return subjectOf(
        ordering({
          ...good,
          place: ({ reference }) => {
            placed.add(reference);
            return Promise.resolve({ outcome: 'PLACED' });
          },
          has: (reference) => Promise.resolve(placed.has(reference)),
          cancel: () => Promise.resolve({ outcome: 'CANCELLED' }),
        }),
      );
    },
    ['LIVE-56'],
    '$',
  ],
  [
    'a page to order on that runs in the browser',
    () => {
      const port: PunchOutOrdering = {
        ...goodOrdering(),
        mode: 'PUNCHOUT',
        start: () => Promise.resolve({ url: 'javascript:alert(1)' }),
      };
      return subjectOf(ordering(port, { ordering: 'PUNCHOUT' }));
    },
    ['LIVE-57'],
    '$',
  ],
  [
    'a page to order on that is refused',
    () => {
      const handOff = () => Promise.resolve(refused);
      return subjectOf(
        ordering(
          { mode: 'HANDOFF', entry: 'ONE_TIME_TOKEN', handOff },
          { ordering: 'HANDOFF', cancelling: false },
        ),
      );
    },
    ['LIVE-57'],
    '$',
  ],
];

/** A good one that can be asked how its orders stand, and always says this. */
export function asked(state: OrderState): Marketplace {
  const orders: OrdersPort = {
    feeds: [],
    page: () => Promise.reject(failure('UNSUPPORTED')),
    statuses: (ids) => Promise.resolve(ids.map(() => ({ status: state, shipment: null, state, at: null }))),
  };
  return { ...ordering(goodOrdering(), { orders: 'ASKED' }), orders };
}
