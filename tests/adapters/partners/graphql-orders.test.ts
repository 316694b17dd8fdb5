import assert from 'node:assert/strict';
import { runConformance } from '../../../adapters/conformance/run-conformance';
import { openPartnerUnderCheck } from '../../../adapters/conformance/partner-under-check';
import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { decimal } from '../../../adapters/core/decimal';
import { offerId, orderId } from '../../../adapters/core/ids';
import type { DirectOrdering } from '../../../adapters/core/order/ordering-port';
import { createPartnerMarketplace } from '../../../adapters/partners/create-partner-marketplace';
import { startFakeServer, type Answer, type FakeServer } from '../../../adapters/sandbox/servers/fake-server';
import { checkOrder } from '../../../gateway/cli/check-order';
import { firstFeed } from '../../conformance/rule';
import { caught } from '../../conformance/rules/failing';
import { callWithin } from '../../support/call';
import {
  createGraphqlShop,
  graphqlDefinition,
  GRAPHQL_SHOP_KEY,
  type GraphqlShop,
} from '../../support/graphql-shop';
import { offer } from '../../support/offers';
import { purchaseOrder, reference } from '../../support/purchase-orders';

const MINE = reference('2K7XQ');
const PLACED = { outcome: 'PLACED' };
const HOSTS = { privateHosts: true };

let shop: GraphqlShop;
let server: FakeServer;
const open: Marketplace[] = [];

beforeEach(async () => {
  shop = createGraphqlShop();
  server = await startFakeServer(shop.handler);
});
afterEach(async () => {
  await Promise.all([...open.splice(0), server].map((each) => each.close()));
});

/** The shop as its manifest says, or with a part of that replaced; who asks knows nothing of earlier askers. */
function marketplace(
  replace: readonly [from: string, to: string] = ['', ''],
  key = GRAPHQL_SHOP_KEY,
): Marketplace {
  const definition = graphqlDefinition(server.url, (text) => {
    if (!text.includes(replace[0])) throw new Error(`${replace[0]} is not in the definition`);
    return text.replace(...replace);
  });
  const opened = createPartnerMarketplace(definition, { key }, { memory: noFeedMemory, hosts: HOSTS });
  open.push(opened);
  return opened;
}

function ordering(...how: Parameters<typeof marketplace>): DirectOrdering {
  const { ordering: port } = marketplace(...how);
  assert.ok(port?.mode === 'DIRECT');
  return port;
}

function anOrder(sku = 'GRAF-1', quantity = '2.5') {
  const of = offer({ marketplace: 'toko-graf', seller: 'toko-graf', sku, title: sku, price: '50001.50' });
  return purchaseOrder([of], { quantity: decimal(quantity) });
}

async function status(...how: Parameters<typeof marketplace>): Promise<unknown> {
  const id = orderId('toko-graf' as never, MINE) ?? assert.fail();
  return (await marketplace(...how).orders?.statuses?.([id], callWithin()))?.[0];
}

const errors = (...codes: readonly string[]) =>
  codes.map((code) => ({ message: code, extensions: { code } }));
/** What GraphQL answers under 200, whatever it is about. */
const under200 = (body: object): Answer => ({ body });
const strike = (field: string, answer: Answer, worked = false): void => {
  shop.strikes.set(field, { worked, answer });
};
const left = (): object => ({ carts: shop.carts.size, orders: shop.orders.length });

describe('a shop that takes orders by GraphQL', () => {
  it('is ordered at in two mutations, the second with what the first gave, after a query finds nothing', async () => {
    expect(await ordering().place(anOrder(), callWithin())).toEqual(PLACED);
    expect(shop.journal).toEqual(['account', 'openCart', 'completeCart']);
    expect(shop.orders).toEqual([
      { id: 'P1', reference: MINE, lines: [{ sku: 'GRAF-1', quantity: 2.5 }], state: 'OPEN' },
    ]);
    // Types are kept in variables: a version is a number, and an operation's own text holds no value.
    const sent = server.requests.map(
      ({ body }) => JSON.parse(body) as { query: string; variables: Record<string, unknown> },
    );
    expect(sent.at(-1)?.variables).toEqual({ cart: 'K1', version: 7, reference: MINE });
    expect(sent.filter(({ query }) => query.includes(MINE))).toEqual([]);
  });

  it('is ordered at once, though it is asked again by someone who knows nothing of it', async () => {
    await ordering().place(anOrder(), callWithin());
    expect(await ordering().place(anOrder(), callWithin())).toEqual(PLACED);
    expect(await ordering().has(MINE, callWithin())).toBe(true);
    expect(await ordering().has(reference('OTHER'), callWithin())).toBe(false);
    expect(left()).toEqual({ carts: 0, orders: 1 });
  });

  it.each([
    ['OPEN', 'CONFIRMED'],
    ['PACKED', 'PROCESSING'],
    ['SENT', 'SHIPPED'],
    ['VOID', 'CANCELLED'],
  ] as const)('tells that an order is %s, which is %s', async (word, state) => {
    await ordering().place(anOrder(), callWithin());
    Object.assign(shop.orders[0] ?? assert.fail(), { state: word });
    const at = new Date('2026-03-02T04:00:00Z');
    expect(await status()).toEqual({ status: word, shipment: null, state, at });
  });

  it('takes an order back, and twice is once', async () => {
    await ordering().place(anOrder(), callWithin());
    for (let time = 0; time < 2; time += 1)
      expect(await ordering().cancel(MINE, callWithin())).toEqual({ outcome: 'CANCELLED' });
    expect(shop.orders).toMatchObject([{ state: 'VOID' }]);
  });

  it('conforms, orders included', async () => {
    const definition = graphqlDefinition(server.url);
    const partner = openPartnerUnderCheck(definition, {
      credentials: { key: GRAPHQL_SHOP_KEY },
      hosts: HOSTS,
    });
    const { signal } = new AbortController();
    const report = await runConformance({ ...partner, order: checkOrder, pages: 3 }, { signal });
    await partner.close();
    const must = report.results.filter(({ level }) => level === 'MUST');
    expect(must.filter(({ outcome }) => outcome === 'FAILED')).toEqual([]);
    expect(must.filter(({ id, outcome }) => id >= 'LIVE-52' && outcome === 'PASSED')).toHaveLength(5);
    expect(report.conforms).toBe(true);
  });
});

describe('a GraphQL shop that says no, under HTTP 200', () => {
  it.each([
    ['in the payload of a step', 'OUT_OF_STOCK', anOrder('GRAF-3')],
    ['in errors, with no data', 'UNKNOWN_OFFER', anOrder('GRAF-99')],
  ])('%s: %s, and nothing is left of the order', async (_, reason, order) => {
    expect(await ordering().place(order, callWithin())).toMatchObject({ outcome: 'REFUSED', reason });
    expect(shop.journal).toEqual(['account', 'openCart']);
    expect(left()).toEqual({ carts: 0, orders: 0 });
  });

  it.each([
    [
      'the payload, with a code that only the rule for all of them knows',
      { data: { completeCart: { order: null, userErrors: [{ code: 'CREDIT_LIMIT' }] } } },
      'NOT_ACCEPTED',
    ],
    [
      'the payload, and what it is about in the second place',
      { data: { completeCart: { order: null, userErrors: [{ code: 'X' }, { code: 'SOLD_OUT' }] } } },
      'OUT_OF_STOCK',
    ],
    ['errors, with no data', { data: null, errors: errors('UNKNOWN_ARTICLE') }, 'UNKNOWN_OFFER'],
    [
      'errors, with a field that is null',
      { data: { completeCart: null }, errors: errors('UNKNOWN_ARTICLE') },
      'UNKNOWN_OFFER',
    ],
  ])('at the last step in %s: the cart is closed again', async (_, body, reason) => {
    strike('completeCart', under200(body));
    expect(await ordering().place(anOrder(), callWithin())).toMatchObject({ outcome: 'REFUSED', reason });
    expect(shop.journal).toEqual(['account', 'openCart', 'completeCart', 'closeCart']);
    expect(left()).toEqual({ carts: 0, orders: 0 });
  });

  it('to a cancellation of what is on its way', async () => {
    await ordering().place(anOrder(), callWithin());
    Object.assign(shop.orders[0] ?? assert.fail(), { state: 'SENT' });
    expect(await ordering().cancel(MINE, callWithin())).toMatchObject({
      outcome: 'REFUSED',
      reason: 'TOO_LATE',
      detail: expect.stringContaining('its state is SHIPPED') as string,
    });
  });

  it('to a cancellation of an order that it never had', async () => {
    const answer = await ordering().cancel(MINE, callWithin());
    expect(answer).toMatchObject({ outcome: 'REFUSED', reason: 'UNKNOWN_ORDER' });
    expect(shop.journal).toEqual(['account', 'order']);
  });

  it('by null to the question how an order is that it does not know', async () => {
    expect(await status()).toBeNull();
  });

  it('to a key that is wrong, before anything is sent that changes something', async () => {
    const error = await caught(() => ordering(undefined, 'wrong').place(anOrder(), callWithin()));
    expect(error.code).toBe('UNAUTHENTICATED');
    expect(left()).toEqual({ carts: 0, orders: 0 });
  });
});

/** GraphQL says beside its errors what it could work out: nothing, all, or all but what was asked about. */
type Told = readonly [what: string, body: object];
const UNWORKED: readonly Told[] = [
  ['no data', { errors: errors('INTERNAL') }],
  ['data that is null', { data: null, errors: errors('INTERNAL') }],
];

describe('errors of a GraphQL shop that no rule is about', () => {
  it.each<Told>([
    ...UNWORKED,
    ['a field that is null', { data: { account: null }, errors: errors('INTERNAL') }],
    [
      'a list within it that is null',
      { data: { account: { orders: null } }, errors: [{ message: 'x', path: ['account', 'orders'] }] },
    ],
  ])('are no "not there" when an order is looked for: %s', async (_, body) => {
    strike('account', under200(body));
    for (const ask of [
      () => ordering().has(MINE, callWithin()),
      () => ordering().place(anOrder(), callWithin()),
      () => ordering().cancel(MINE, callWithin()),
    ])
      expect(await caught(ask)).toMatchObject({ code: 'BAD_RESPONSE' });
    expect(new Set(shop.journal)).toEqual(new Set(['account']));
  });

  it('are no "not there" where a plain path leads to null beside them', async () => {
    const whole = 'reference: data.account.orders[*].reference';
    const body = { data: { account: { orders: null } }, errors: errors('INTERNAL') };
    strike('account', under200(body));
    const asked = ordering([whole, 'reference: data.account.orders[0].reference']);
    expect(await caught(() => asked.has(MINE, callWithin()))).toMatchObject({ code: 'BAD_RESPONSE' });
    shop.strikes.delete('account');
    expect(await asked.has(MINE, callWithin())).toBe(false);
  });

  it.each<Told>([
    ...UNWORKED,
    ['a field that is null', { data: { openCart: null }, errors: errors('INTERNAL') }],
    [
      'a cart that is null',
      { data: { openCart: { cart: null, userErrors: [] } }, errors: errors('INTERNAL') },
    ],
  ])('fail a step before the last: %s', async (_, body) => {
    strike('openCart', under200(body));
    const error = await caught(() => ordering().place(anOrder(), callWithin()));
    expect(error.code).toBe('BAD_RESPONSE');
    expect(shop.journal).not.toContain('completeCart');
  });

  it.each<Told>([
    ...UNWORKED,
    ['a field that is null', { data: { completeCart: null }, errors: errors('INTERNAL') }],
    [
      'an order that is null within its payload',
      { data: { completeCart: { order: null, userErrors: [] } }, errors: errors('INTERNAL') },
    ],
  ])('leave open what became of an order: %s', async (_, body) => {
    for (const worked of [true, false]) {
      strike('completeCart', under200(body), worked);
      const error = await caught(() => ordering().place(anOrder(), callWithin()));
      expect(error).toMatchObject({ code: 'BAD_RESPONSE' });
      expect(error.detail).toContain('it may stand');
      shop.strikes.delete('completeCart');
      // Whoever comes next finds it, or places it.
      expect(await ordering().place(anOrder(), callWithin())).toEqual(PLACED);
      expect(shop.orders.splice(0)).toHaveLength(1);
    }
  });

  it.each<Told>([
    ...UNWORKED,
    [
      'an order that is null within its payload',
      { data: { cancelOrder: { order: null, userErrors: [] } }, errors: errors('INTERNAL') },
    ],
  ])('are no cancellation: %s', async (_, body) => {
    await ordering().place(anOrder(), callWithin());
    strike('cancelOrder', under200(body));
    expect(await caught(() => ordering().cancel(MINE, callWithin()))).toMatchObject({
      code: 'BAD_RESPONSE',
    });
    expect(shop.orders).toMatchObject([{ state: 'OPEN' }]);
  });

  it.each<Told>([
    ...UNWORKED,
    ['a field that is null', { data: { order: null }, errors: errors('INTERNAL') }],
    [
      'a state beside errors about something else',
      { data: { order: { reference: MINE, state: 'VOID', changedAt: null } }, errors: errors('INTERNAL') },
    ],
  ])('are no status, and no "not there" either: %s', async (_, body) => {
    await ordering().place(anOrder(), callWithin());
    strike('order', under200(body));
    expect(await caught(() => status())).toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('are about nothing where a rule of the manifest says that the answer is well', async () => {
    const rule = '  - { when: data.completeCart.order.id, means: ok }';
    const body = { data: { completeCart: { order: { id: 'P1' }, userErrors: [] } }, errors: errors('SLOW') };
    strike('completeCart', under200(body), true);
    const lenient = ordering(['responses:\n', `responses:\n${rule}\n`]);
    expect(await lenient.place(anOrder(), callWithin())).toEqual(PLACED);
  });
});

describe('an answer of a GraphQL shop', () => {
  it.each([
    ['is a page', { body: '<html></html>', type: 'text/html' }, 'BAD_RESPONSE'],
    ['is empty', { body: '', type: 'application/json' }, 'BAD_RESPONSE'],
    ['is a failure', { status: 502, body: {} }, 'UNAVAILABLE'],
    ['asks to wait', { status: 429, body: {}, headers: { 'retry-after': '7' } }, 'RATE_LIMITED'],
  ])('to the last step that %s leaves open what became of the order', async (_, answer, code) => {
    strike('completeCart', answer, true);
    const error = await caught(() => ordering().place(anOrder(), callWithin()));
    expect(error.code).toBe(code);
    shop.strikes.delete('completeCart');
    expect(await ordering().place(anOrder(), callWithin())).toEqual(PLACED);
    expect(shop.orders).toHaveLength(1);
  });

  it('that has no version sends no order: what it needs was never given', async () => {
    strike('openCart', under200({ data: { openCart: { cart: { id: 'K1' }, userErrors: [] } } }));
    const error = await caught(() => ordering().place(anOrder(), callWithin()));
    expect(error.detail).toContain('no answer gave version');
    expect(shop.journal).toEqual(['account', 'openCart', 'closeCart']);
  });

  it('with a list that could not be worked out ends no feed', async () => {
    const shopOf = marketplace(['paging: {', 'paging: { size: 5,'], GRAPHQL_SHOP_KEY);
    const feed = firstFeed(shopOf);
    const first = await shopOf.feed({ feed, cursor: null }, callWithin());
    strike('products', under200({ data: { products: { nodes: null, total: 12 } }, errors: errors('X') }));
    const error = await caught(() => shopOf.feed({ feed, cursor: first.next }, callWithin()));
    expect(error.code).toBe('BAD_RESPONSE');
  });

  it.each([
    ['all of which could not be worked out', [null, null], ['BAD_RESPONSE', 'BAD_RESPONSE']],
    [
      'one of which could not',
      [null, { sku: 'GRAF-2', name: 'Dua', price: '2', stock: 1 }],
      ['BAD_RESPONSE', 'GRAF-2'],
    ],
  ])('with offers %s says of none that it is gone', async (_, productsByIds, expected) => {
    const body = { data: { productsByIds }, errors: [{ message: 'x', path: ['productsByIds', 0] }] };
    strike('productsByIds', under200(body));
    const ids = ['GRAF-1', 'GRAF-2'].map((sku) => offerId('toko-graf' as never, 'toko-graf', sku));
    const readings = await marketplace().offers(ids, callWithin());
    expect(
      readings.map((reading) =>
        reading instanceof Error ? (reading as { code?: string }).code : reading?.sku,
      ),
    ).toEqual(expected);
  });
});
