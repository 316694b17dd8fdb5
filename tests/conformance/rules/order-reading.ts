import assert from 'node:assert/strict';
import { cleanText } from '../../../adapters/core/clean-text';
import type { FeedCursor } from '../../../adapters/core/contract';
import { parseDecimal } from '../../../adapters/core/decimal';
import { AdapterError } from '../../../adapters/core/errors';
import { parseOrderId, type OrderId } from '../../../adapters/core/ids';
import type { SourceOrder } from '../../../adapters/core/order/order';
import { ORDER_STATES } from '../../../adapters/core/order/order-states';
import type { OrderFeedName } from '../../../adapters/core/order/orders-port';
import { callWithin } from '../../support/call';
import { readOrderFeed, readOrders } from '../../support/orders-read';
import { firstOrderFeed, portOf, type OrderRule } from '../order-rule';

/** Orders by id; the lines of one that came in pieces are put together. */
function whole(orders: readonly SourceOrder[]): ReadonlyMap<OrderId, SourceOrder> {
  const byId = new Map<OrderId, SourceOrder>();
  for (const order of orders) {
    const known = order.completeness === 'PARTIAL' ? (byId.get(order.id)?.lines ?? []) : [];
    const lines = new Map([...known, ...order.lines].map((line) => [line.key, line]));
    const sorted = [...lines.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    byId.set(order.id, { ...order, lines: sorted, problems: [] });
  }
  return byId;
}

export const ORDER_READING: readonly OrderRule[] = [
  {
    id: 'ORDERS-01',
    level: 'MUST',
    title: 'the pages of all feeds together tell of every order, in the words of its source',
    async run({ marketplace, truth }) {
      const { orders, rejected } = await readOrders(portOf(marketplace));
      assert.deepEqual(rejected, []);
      const statuses = new Map(orders.map(({ id, status }) => [id, status.status]));
      assert.deepEqual([...statuses].sort(), [...truth].sort());
    },
  },
  {
    id: 'ORDERS-02',
    level: 'MUST',
    title: 'every order is sound',
    async run({ marketplace }) {
      for (const order of (await readOrders(portOf(marketplace))).orders) {
        assert.equal(parseOrderId(order.id)?.marketplace, marketplace.id, 'its id names its marketplace');
        assert.equal(order.marketplace, marketplace.id);
        assert.ok(order.number !== '' && order.status.status !== '');
        assert.ok(order.status.state === null || order.status.state in ORDER_STATES);
        for (const text of [order.number, order.title, order.workUnit.name, order.sellerName])
          if (text !== null) assert.equal(text, cleanText(text), 'its texts are clean');
        assert.ok(order.fiscalYear !== null, 'its fiscal year is known');
        const keys = order.lines.map(({ key }) => key);
        assert.equal(new Set(keys).size, keys.length, 'no line comes twice in one account');
        const amounts = [order, ...order.lines].flatMap(({ shippingFee, tax, total }) => [
          shippingFee,
          tax,
          total,
        ]);
        for (const amount of amounts)
          if (amount !== null) assert.equal(parseDecimal(amount), amount, 'its amounts are plain decimals');
      }
    },
  },
  {
    id: 'ORDERS-03',
    level: 'MUST',
    title: 'pages of another size tell of the same orders',
    async run({ marketplace, resized }) {
      const expected = whole((await readOrders(portOf(marketplace))).orders);
      for (const pageSize of [3, 1_000]) {
        const other = whole((await readOrders(portOf(resized(pageSize)))).orders);
        assert.equal(other.size, expected.size);
        for (const [id, order] of expected) assert.deepEqual(other.get(id), order);
      }
    },
  },
  {
    id: 'ORDERS-04',
    level: 'MUST',
    title: 'an order that is told twice is the same both times',
    async run({ marketplace }) {
      const { orders } = await readOrders(portOf(marketplace));
      const known = new Map<OrderId, SourceOrder>();
      let repeats = 0;
      for (const order of orders) {
        const before = known.get(order.id);
        if (before && order.completeness === 'WHOLE') {
          assert.deepEqual(order, before);
          repeats += 1;
        }
        known.set(order.id, order);
      }
      assert.ok(repeats > 0 || orders.some(({ completeness }) => completeness === 'PARTIAL'));
      const again = (await readOrders(portOf(marketplace))).orders;
      assert.deepEqual(whole([...orders, ...again]), whole(orders), 'reading all of it again adds nothing');
    },
  },
  {
    id: 'ORDERS-05',
    level: 'MUST',
    title: 'a status that Pasar does not know is kept, without a state',
    async run({ marketplace, unknownStatus }) {
      const { orders } = await readOrders(portOf(marketplace));
      const unknown = orders.filter(({ status }) => status.status === unknownStatus);
      assert.ok(unknown.length > 0, 'there is such an order');
      for (const { status } of unknown) assert.equal(status.state, null);
      for (const { status } of orders)
        if (status.state === null) assert.equal(status.status, unknownStatus, 'all others are known');
    },
  },
  {
    id: 'ORDERS-06',
    level: 'MUST',
    title: 'cursors are opaque texts that survive being kept, and go back as they came',
    async run({ marketplace, server }) {
      const port = portOf(marketplace);
      const feed = firstOrderFeed(port);
      const [first, second] = await readOrderFeed(port, feed);
      assert.ok(first?.next && second, 'the feed has several pages');
      const kept = JSON.parse(JSON.stringify({ cursor: first.next })) as { cursor: FeedCursor };
      const again = await port.page({ feed, cursor: kept.cursor }, callWithin());
      assert.deepEqual(again, { ...second, notBefore: again.notBefore });
      const sent = server.requests.at(-1)?.query.get('cursor');
      assert.equal(sent, first.next);
    },
  },
  {
    id: 'ORDERS-07',
    level: 'MUST',
    title: 'a feed that is none of this marketplace is INVALID_INPUT, and no one is asked',
    async run({ marketplace, server }) {
      const feed = 'v9:nowhere' as OrderFeedName;
      await assert.rejects(
        () => portOf(marketplace).page({ feed, cursor: null }, callWithin()),
        (error) => error instanceof AdapterError && error.code === 'INVALID_INPUT',
      );
      assert.equal(server.requests.length, 0);
    },
  },
];
