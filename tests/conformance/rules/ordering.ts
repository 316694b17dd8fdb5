import assert from 'node:assert/strict';
import { callWithin } from '../../support/call';
import { until } from '../../support/until';
import { rule } from '../ordering-rule';
import type { Rule } from '../rule';
import { caught } from './failing';
import { ORDERING_FAILING } from './ordering-failing';

const REFUSED = 'REFUSED';

export const ORDERING: readonly Rule[] = [
  {
    id: 'ORDERING-01',
    level: 'MUST',
    title: 'how orders are taken is declared, and what is declared is there',
    run({ marketplace: { can, ordering, orders } }) {
      assert.equal(can.ordering, ordering?.mode ?? 'NONE');
      assert.ok(can.orders === 'REPORTED' || orders !== undefined, 'orders that can be asked for can be');
      return Promise.resolve();
    },
  },
  rule('02', 'an order that is placed is there, once, and was not before', async ({ taking, probes }) => {
    const order = probes.order('1');
    assert.equal(await taking.has(order.reference, callWithin()), false);
    assert.deepEqual(await taking.place(order, callWithin()), { outcome: 'PLACED' });
    assert.equal(await taking.has(order.reference, callWithin()), true);
    assert.deepEqual(probes.placed(), [order.reference]);
  }),
  rule('03', 'one reference is one order, however often it is sent', async ({ taking, probes }) => {
    const order = probes.order('1');
    await taking.place(order, callWithin());
    const again = await Promise.all([1, 2, 3].map(() => taking.place(order, callWithin())));
    assert.deepEqual(new Set(again.map(({ outcome }) => outcome)), new Set(['PLACED']));
    assert.deepEqual(probes.placed(), [order.reference]);
  }),
  rule('04', 'orders at the same time do not mix', async ({ taking, probes }) => {
    const orders = ['1', '2', '3', '4', '5'].map((number) => probes.order(number));
    await Promise.all(orders.map((order) => taking.place(order, callWithin())));
    assert.deepEqual([...probes.placed()].sort(), orders.map(({ reference }) => reference).sort());
  }),
  rule('05', 'an order is taken back, and twice is once', async ({ taking, probes, marketplace }) => {
    assert.ok(marketplace.can.cancelling);
    const order = probes.order('1');
    await taking.place(order, callWithin());
    for (let time = 0; time < 2; time += 1) {
      assert.deepEqual(await taking.cancel(order.reference, callWithin()), { outcome: 'CANCELLED' });
    }
  }),
  rule('06', 'taking back an order that is not there is a refusal', async ({ taking, probes }) => {
    const outcome = await taking.cancel(probes.order('NONE').reference, callWithin());
    assert.ok(outcome.outcome === REFUSED && outcome.reason === 'UNKNOWN_ORDER');
  }),
  rule('07', 'a refusal is a value and no error, and nothing is placed', async ({ taking, probes }) => {
    const outcome = await taking.place(probes.refused('1'), callWithin());
    assert.ok(outcome.outcome === REFUSED && outcome.reason === 'UNKNOWN_OFFER');
    assert.deepEqual(probes.placed(), []);
  }),
  ...ORDERING_FAILING,
  rule('23', 'when the caller goes the request goes too', async ({ taking, probes, server }) => {
    server.knobs.fault = { kind: 'hang' };
    const caller = new AbortController();
    const failed = caught(() => taking.place(probes.order('1'), callWithin(60_000, caller.signal)));
    await until(() => server.requests.length > 0);
    caller.abort();
    assert.equal((await failed).code, 'TIMEOUT');
    await until(() => server.hungUp() > 0);
  }),
  rule('24', 'an order whose answer was lost is there, and sent again is one order', async (probe) => {
    const { taking, probes, server } = probe;
    const order = probes.order('1');
    Object.assign(server.knobs, { fault: { kind: 'hang' }, faultFor: probes.placedBy ?? '' });
    assert.equal((await caught(() => taking.place(order, callWithin(150)))).code, 'TIMEOUT');
    server.knobs.fault = null;
    assert.equal(await taking.has(order.reference, callWithin()), true);
    assert.deepEqual(await taking.place(order, callWithin()), { outcome: 'PLACED' });
    assert.deepEqual(probes.placed(), [order.reference]);
  }),
  rule('25', 'an order that never arrived is not there, and can be sent again', async (probe) => {
    const { taking, probes, server } = probe;
    const order = probes.order('1');
    server.knobs.fault = { kind: 'hang-before' };
    assert.equal((await caught(() => taking.place(order, callWithin(150)))).code, 'TIMEOUT');
    server.knobs.fault = null;
    assert.equal(await taking.has(order.reference, callWithin()), false);
    assert.deepEqual(await taking.place(order, callWithin()), { outcome: 'PLACED' });
    assert.deepEqual(probes.placed(), [order.reference]);
  }),
  rule(
    '26',
    'PunchOut starts on a page that answers, each time another; nothing is placed by it',
    async ({ taking, probes }) => {
      assert.ok(taking.mode === 'PUNCHOUT');
      const request = { order: probes.order('1'), cookie: 'k-1', returnUrl: 'https://pasar.example/basket' };
      const [one, two] = [
        await taking.start(request, callWithin()),
        await taking.start(request, callWithin()),
      ];
      assert.ok('url' in one && 'url' in two);
      assert.notEqual(one.url, two.url);
      assert.equal((await fetch(one.url)).status, 200);
      assert.deepEqual(probes.placed(), []);
    },
    ['PUNCHOUT'],
  ),
];
