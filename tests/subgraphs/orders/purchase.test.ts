import { graphql } from 'graphql';
import type { Actor } from '../../../adapters/core/actor';
import { decimal, multiplyDecimals } from '../../../adapters/core/decimal';
import { parseInstitutionCode } from '../../../adapters/core/ids';
import { carryOut } from '../../../subgraphs/orders/purchasing/carry-out';
import { createOrdersSubgraph } from '../../../subgraphs/orders/subgraph';
import { createRequestContext } from '../../../subgraphs/request-context';
import { actorOf } from '../../support/actors';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Graph } from '../../support/graph';
import {
  buy,
  first,
  goodsOf,
  lineOf,
  PATIENCE,
  PURCHASE,
  purchase,
  PURCHASE_FIELDS,
  purchaseInput,
  resultOf,
  rowsOf,
  type Bought,
  type Good,
} from '../../support/purchases';
import { until } from '../../support/until';
import { OWN_OFFERS } from '../../support/offer-stubs';

const PPK = actorOf({ role: 'PPK' });

describeOnDatabases('a purchase', (database) => {
  let graph: Graph;
  let mbiz: readonly Good[];
  let bejo: readonly Good[];
  let ekatalog: readonly Good[];
  let keys = 0;

  beforeAll(async () => {
    const at = new Date();
    graph = await startGraph(database().db, { now: () => at, timeoutMs: PATIENCE });
    [mbiz, bejo, ekatalog] = await Promise.all([
      goodsOf(graph, 'mbiz'),
      goodsOf(graph, 'jatim-bejo'),
      goodsOf(graph, 'ekatalog-lokal'),
    ]);
  });
  beforeEach(() => graph.renew());
  afterAll(() => graph.close());

  const newKey = () => `key-${(keys += 1)}`;
  const booked = () => graph.sandbox.orders.mbiz.all();
  const orderRequests = () =>
    graph.sandbox.servers.mbiz.requests.filter(({ body }) => body.includes('<OrderRequest>')).length;
  const one = () => purchaseInput([lineOf(first(mbiz))]);

  it('is an order at Mbiz, and a page to go on at where buyers order themselves', async () => {
    const [good, other] = mbiz.filter(({ seller }) => seller === first(mbiz).seller);
    if (!good || !other) throw new Error('a seller has two goods');
    const lines = [
      lineOf(good, { quantity: 2 }),
      lineOf(other),
      lineOf(first(bejo)),
      lineOf(first(ekatalog)),
    ];
    const { id, parts } = await buy(graph, purchaseInput(lines), newKey());
    const state = (marketplace: string) => first(parts.filter((part) => part.marketplace.id === marketplace));
    const placed = state('mbiz');
    expect(placed).toMatchObject({ state: 'PLACED', ordering: 'DIRECT', pages: [], refusal: null });
    expect(placed.orders).toMatchObject([{ id: `mbiz:${placed.reference}`, state: 'AWAITING_APPROVAL' }]);
    expect(graph.sandbox.orders.mbiz.find(placed.reference)).toMatchObject({
      total: placed.total,
      lines: [
        { quantity: '2', unitPrice: good.price },
        { quantity: '1', unitPrice: other.price },
      ],
    });
    expect(state('jatim-bejo')).toMatchObject({ state: 'HANDED_OFF', pages: [{ offer: null }], orders: [] });
    expect(state('ekatalog-lokal')).toMatchObject({
      state: 'HANDED_OFF',
      pages: [{ offer: { id: first(ekatalog).id } }],
    });
    expect(await resultOf(graph, id)).toEqual({ id, parts });
    expect((await rowsOf(database().db)).outbox).toBe(0);
  });

  it('asked for again gives the first result and orders nothing more', async () => {
    const key = newKey();
    const result = await buy(graph, one(), key);
    const before = booked().length;
    graph.sandbox.servers.mbiz.knobs.fault = { kind: 'status', status: 500 }; // no one is asked
    expect(await buy(graph, one(), key)).toEqual(result);
    expect(booked()).toHaveLength(before);
  });

  it.each<[string, () => object]>([
    ['another quantity', () => purchaseInput([lineOf(first(mbiz), { quantity: 3 })])],
    [
      'another address',
      () => ({ ...one(), deliverTo: { region: '35.73', address: 'Jl. A', receiver: 'B' } }),
    ],
    ['another expected price', () => purchaseInput([lineOf(first(mbiz), { expectedPrice: { amount: 1 } })])],
    ['another RUP code', () => ({ ...one(), rupCode: '1' })],
    ['another tax', () => purchaseInput([lineOf(first(mbiz), { tax: 'NONE' })])],
  ])('under a key that was used for %s is a conflict', async (_, other) => {
    const key = newKey();
    await buy(graph, one(), key);
    const before = booked().length;
    const { data, errors } = await purchase(graph, other(), key);
    expect(data.purchase).toBeNull();
    expect(first(errors).extensions).toMatchObject({ code: 'CONFLICT', argument: 'idempotencyKey' });
    expect(booked()).toHaveLength(before);
  });

  it('is the same one however a number is written', async () => {
    const key = newKey();
    const { id } = await buy(graph, one(), key);
    const again = await buy(graph, purchaseInput([lineOf(first(mbiz), { quantity: '1.000' })]), key);
    expect(again.id).toBe(id);
  });

  it('asked for twenty times at once is one order, and all get its result', async () => {
    const key = newKey();
    const before = [booked().length, orderRequests()];
    const results = await Promise.all(Array.from({ length: 20 }, () => buy(graph, one(), key)));
    expect(first(results).parts).toMatchObject([{ state: 'PLACED' }]);
    for (const result of results) expect(result).toEqual(results[0]);
    expect([booked().length, orderRequests()]).toEqual(before.map((count) => count + 1));
  });

  it('asked for twice in one document is one order', async () => {
    const before = booked().length;
    const { data } = await graph.run<{ a: Bought; b: Bought }>(
      `mutation ($input: PurchaseInput!, $key: String!) {
        a: purchase(input: $input, idempotencyKey: $key) { ${PURCHASE_FIELDS} }
        b: purchase(input: $input, idempotencyKey: $key) { ${PURCHASE_FIELDS} } }`,
      { actor: PPK, variables: { input: one(), key: newKey() }, deadlineMs: PATIENCE },
    );
    expect(data.a.parts).toMatchObject([{ state: 'PLACED' }]);
    expect(data.b).toEqual(data.a);
    expect(booked()).toHaveLength(before + 1);
  });

  it.each<[string, Actor]>([
    ['person', actorOf({ subject: 'budi' })],
    ['institution', actorOf({ institution: parseInstitutionCode('D178') })],
  ])('of another %s under the same key is another', async (_, actor) => {
    const key = newKey();
    const mine = await buy(graph, one(), key);
    const theirs = await buy(graph, one(), key, { actor });
    expect(theirs.id).not.toBe(mine.id);
    expect(first(theirs.parts).reference).not.toBe(first(mine.parts).reference);
  });

  it('is shown to no other institution', async () => {
    const { id } = await buy(graph, one(), newKey());
    await expect(resultOf(graph, id, actorOf({ institution: parseInstitutionCode('D178') }))).rejects.toThrow(
      'no such purchase',
    );
  });

  it('sends nothing where a price has moved since the quote', async () => {
    const before = [booked().length, orderRequests()];
    const old = multiplyDecimals(decimal(first(mbiz).price), decimal('0.9'));
    const line = lineOf(first(mbiz), { expectedPrice: { amount: old } });
    const { parts } = await buy(graph, purchaseInput([line, lineOf(first(ekatalog))]), newKey());
    expect(parts).toMatchObject([
      { state: 'REFUSED', refusal: { reason: 'PROBLEMS' }, problems: [{ __typename: 'PriceChanged' }] },
      { state: 'HANDED_OFF', problems: [] },
    ]);
    expect([booked().length, orderRequests()]).toEqual(before);
    expect((await rowsOf(database().db)).outbox).toBe(0);
  });

  it('says why where the marketplace has less than it let on', async () => {
    const { parts } = await buy(graph, purchaseInput([lineOf(first(mbiz), { quantity: 9_000 })]), newKey(), {
      actor: PPK,
    });
    expect(parts).toMatchObject([{ state: 'REFUSED', refusal: { reason: 'OUT_OF_STOCK' }, orders: [] }]);
    expect(graph.sandbox.orders.mbiz.find(first(parts).reference)).toBeNull();
  });

  it('is not lost on a client that waits for a moment only', async () => {
    const { mbiz: server } = graph.sandbox.servers;
    Object.assign(server.knobs, { fault: { kind: 'hang' }, faultFor: '/cxml' });
    const key = newKey();
    const { data } = await purchase(graph, one(), key, { deadlineMs: 2_000 });
    const { id, parts } = data.purchase ?? { id: '', parts: [] };
    expect(parts).toMatchObject([{ state: 'PLACING', refusal: null, orders: [] }]);
    const outbox = () => database().db.selectFrom('outbox').selectAll().execute();
    // The client has its answer while the call still goes on.
    expect(await outbox()).toMatchObject([
      { reference: first(parts).reference, attempts: 1, holder: expect.any(String) as string },
    ]);
    expect(await buy(graph, one(), key, { deadlineMs: 200 })).toMatchObject({ id, parts });
    await server.close();
    await server.reopen();
    await until(async () => first(await outbox()).holder === null);
    graph.renew();
    await carryOut(first(await outbox()).reference, graph.ledger.carryingOut, new AbortController().signal);
    expect((await buy(graph, one(), key)).parts).toMatchObject([{ state: 'PLACED' }]);
  });

  describe('may be made', () => {
    const someone: [string, Actor | undefined, boolean][] = [
      ['a PP', actorOf({ role: 'PP' }), true],
      ['a PPK', PPK, true],
      ['a treasurer', actorOf({ role: 'TREASURER' }), false],
      ['an auditor', actorOf({ role: 'AUDITOR' }), false],
      ['an admin', actorOf({ role: 'ADMIN', institution: null }), false],
      ['a partner', actorOf({ role: 'PARTNER', institution: null }), false],
      ['a PP of no institution', actorOf({ institution: null }), false],
      ['nobody', undefined, false],
    ];
    it.each(someone)('by %s, or not, through the gateway', async (_, actor, may) => {
      const before = orderRequests();
      const { data } = await purchase(graph, one(), newKey(), { actor });
      expect(data.purchase?.parts.map(({ state }) => state) ?? null).toEqual(may ? ['PLACED'] : null);
      expect(orderRequests()).toBe(before + (may ? 1 : 0));
    });

    it.each(someone)('by %s, or not, where no gateway stands in front', async (_, actor, may) => {
      const { schema } = createOrdersSubgraph(graph.ledger, OWN_OFFERS);
      const before = orderRequests();
      const { data, errors } = await graphql({
        schema,
        source: PURCHASE,
        variableValues: { input: one(), key: newKey() },
        contextValue: createRequestContext({ actor, deadlineMs: PATIENCE }),
      });
      expect(data?.['purchase'] === null).toBe(!may);
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(may ? undefined : ['FORBIDDEN']);
      expect(orderRequests()).toBe(before + (may ? 1 : 0));
    });
  });
});
