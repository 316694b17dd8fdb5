import fastify, { type FastifyInstance } from 'fastify';
import { decimal } from '../../../adapters/core/decimal';
import { readProcurementRules } from '../../../subgraphs/orders/purchasing/procurement-rules';
import { actorOf } from '../../support/actors';
import { parseInstitutionCode } from '../../../adapters/core/ids';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Asking, type Graph } from '../../support/graph';
import {
  buy,
  first,
  goodsOf,
  lineOf,
  PATIENCE,
  PURCHASE_FIELDS,
  purchaseInput,
  resultOf,
  type Bought,
  type Good,
} from '../../support/purchases';

const DAYS = 86_400_000;
const rules = readProcurementRules(null);
/** What all of a basket comes to may be no more than this. */
const LIMIT = decimal('3000000');

describeOnDatabases('a purchase at a marketplace whose basket is filled there', (database) => {
  let app: FastifyInstance;
  let graph: Graph;
  let goods: readonly Good[];
  let publicUrl: string | null = null;
  let now = new Date();
  let keys = 0;

  beforeAll(async () => {
    graph = await startGraph(database().db, {
      now: () => now,
      publicUrl: () => publicUrl,
      access: (own) => {
        const { ordering } = own.mbiz;
        if (!ordering) throw new Error('the sandbox takes orders');
        return { ...own, mbiz: { ...own.mbiz, ordering: { ...ordering, mode: 'PUNCHOUT' } } };
      },
      rules: { ...rules, limits: rules.limits.map((limit) => ({ ...limit, amount: LIMIT })) },
    });
    app = fastify();
    graph.ledger.addRoutes(app);
    publicUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  beforeEach(async () => {
    graph.renew();
    goods = await goodsOf(graph, 'mbiz');
  });
  afterAll(async () => {
    await app.close();
    await graph.close();
  });

  const booked = () => graph.sandbox.orders.mbiz.all().length;
  const begin = (chosen: readonly Good[] = [first(goods)]): Promise<Bought> =>
    buy(graph, purchaseInput(chosen.map((good) => lineOf(good))), `key-${(keys += 1)}`);

  /** The page's own forms, as a browser sends them. */
  const leave = async ({ parts }: Bought, form: 'send' | 'leave', edit = (xml: string) => xml) => {
    const html = await (await fetch(first(first(parts).pages).url)).text();
    const [, action = '', message = ''] =
      new RegExp(
        `id="${form}" method="post" action="([^"]+)"><input type="hidden" name="cxml-base64" value="([^"]+)"`,
      ).exec(html) ?? [];
    const edited = Buffer.from(edit(Buffer.from(message, 'base64').toString())).toString('base64');
    return fetch(action.replaceAll('&#38;', '&'), {
      method: 'POST',
      body: new URLSearchParams({ 'cxml-base64': edited }),
    });
  };
  const orderBasket = (reference: string, request: Asking = {}) =>
    graph.run<{ orderBasket: Bought | null }>(
      `mutation ($reference: ID!) { orderBasket(reference: $reference) { ${PURCHASE_FIELDS} } }`,
      { actor: actorOf(), variables: { reference }, deadlineMs: PATIENCE, ...request },
    );
  const partNow = async ({ id }: Bought) => first((await resultOf(graph, id)).parts);

  it('goes on at its page, comes back as a basket, and is ordered once at the price of now', async () => {
    const before = booked();
    const bought = await begin();
    const { reference } = first(bought.parts);
    expect(bought.parts).toMatchObject([
      { state: 'AWAITING_BASKET', ordering: 'PUNCHOUT', basket: [], orders: [] },
    ]);
    expect((await orderBasket(reference)).data.orderBasket?.parts).toMatchObject([
      { state: 'AWAITING_BASKET' },
    ]);
    expect((await leave(bought, 'send')).status).toBe(200);
    expect(await partNow(bought)).toMatchObject({
      state: 'BASKET_RETURNED',
      basket: [{ quantity: '1', unitPrice: first(goods).price }],
    });
    expect(booked()).toBe(before);
    const answers = await Promise.all(Array.from({ length: 5 }, () => orderBasket(reference)));
    for (const { errors } of answers) expect(errors).toBeUndefined();
    const part = await partNow(bought);
    expect(part).toMatchObject({ state: 'PLACED', orders: [{ number: reference }] });
    expect((await orderBasket(reference)).data.orderBasket?.parts).toEqual([part]);
    expect(booked()).toBe(before + 1);
    expect(graph.sandbox.orders.mbiz.find(reference)).toMatchObject({
      total: part.total,
      lines: [{ quantity: '1', unitPrice: first(goods).price }],
    });
  });

  it('takes a basket that comes again until it is ordered, and none afterwards', async () => {
    const bought = await begin();
    await leave(bought, 'send', (xml) => xml.replace('<ItemIn quantity="1">', '<ItemIn quantity="2">'));
    expect((await partNow(bought)).basket).toMatchObject([{ quantity: '2' }]);
    expect((await leave(bought, 'send')).status).toBe(200);
    expect((await partNow(bought)).basket).toMatchObject([{ quantity: '1' }]);
    await orderBasket(first(bought.parts).reference);
    expect((await leave(bought, 'send')).status).toBe(404);
    expect((await partNow(bought)).state).toBe('PLACED');
  });

  it.each([
    ['lower', (price: string) => String(Number(price) - 100)],
    ['higher', (price: string) => String(Number(price) + 100)],
  ])('is refused where the basket names a %s price than the marketplace', async (_, other) => {
    const before = booked();
    const bought = await begin();
    const { price } = first(goods);
    await leave(bought, 'send', (xml) => xml.replaceAll(`>${price}<`, `>${other(price)}<`));
    const { data } = await orderBasket(first(bought.parts).reference);
    expect(data.orderBasket?.parts).toMatchObject([
      {
        state: 'REFUSED',
        refusal: { reason: 'PROBLEMS' },
        problems: [{ __typename: 'PriceChanged', actual: price }],
      },
    ]);
    expect(booked()).toBe(before);
  });

  it('is refused where the price moves while the basket waits', async () => {
    const dear = goods.filter(({ price }) => Number(price) > 100_000);
    const bought = await begin(dear.slice(0, 1));
    await leave(bought, 'send');
    now = new Date(now.getTime() + 8 * DAYS);
    const { data } = await orderBasket(first(bought.parts).reference);
    expect(first(data.orderBasket?.parts).problems.map(({ __typename }) => __typename)).toContain(
      'PriceChanged',
    );
    expect(first(data.orderBasket?.parts)).toMatchObject({ state: 'REFUSED', orders: [] });
  });

  it('is nothing where the buyer comes back without a basket', async () => {
    const bought = await begin();
    expect((await leave(bought, 'leave')).status).toBe(200);
    const part = { state: 'REFUSED', refusal: { reason: 'EMPTY_BASKET' }, orders: [] };
    expect(await partNow(bought)).toMatchObject(part);
    expect((await orderBasket(first(bought.parts).reference)).data.orderBasket?.parts).toMatchObject([part]);
  });

  it('is refused where the basket holds what no one knows', async () => {
    const bought = await begin();
    await leave(bought, 'send', (xml) =>
      xml
        .replace(/<SupplierPartID>[^<]+/, '<SupplierPartID>X-1')
        .replace(/<SupplierPartAuxiliaryID>[^<]*<\/SupplierPartAuxiliaryID>/, ''),
    );
    const { data } = await orderBasket(first(bought.parts).reference);
    expect(data.orderBasket?.parts).toMatchObject([
      { state: 'REFUSED', refusal: { reason: 'UNKNOWN_OFFER' } },
    ]);
  });

  it('keeps to the limit of a role however many sellers a basket is of', async () => {
    const before = booked();
    const cheapestLast = [...goods].reverse();
    const bySeller = new Map(cheapestLast.map((good) => [good.seller, good]));
    const chosen = [...bySeller.values()].slice(0, 2).map((good) => ({
      good,
      quantity: Math.max(1, Math.floor(1_900_000 / Number(good.price))),
    }));
    expect(chosen).toHaveLength(2);
    const bought = await begin();
    const items = (xml: string) => {
      const item = /<ItemIn .*<\/ItemIn>/s.exec(xml)?.[0] ?? '';
      const all = chosen.map(({ good, quantity }) => {
        const [seller = '', sku = ''] = good.id.slice('mbiz:'.length).split('.');
        return item
          .replace(/quantity="[^"]+"/, `quantity="${quantity}"`)
          .replace(/(<SupplierPartID>)[^<]+/, `$1${sku}`)
          .replace(/(<SupplierPartAuxiliaryID>)[^<]+/, `$1${seller}`)
          .replace(/(<Money[^>]*>)[^<]+/, `$1${good.price}`);
      });
      return xml.replace(item, all.join(''));
    };
    expect((await leave(bought, 'send', items)).status).toBe(200);
    const { data } = await orderBasket(first(bought.parts).reference);
    expect(data.orderBasket?.parts).toMatchObject([
      { state: 'REFUSED', problems: [{ __typename: 'PurchaseLimitExceeded', limit: LIMIT }] },
    ]);
    expect(booked()).toBe(before);
  });

  it.each([
    ['another institution', actorOf({ institution: parseInstitutionCode('D178') }), 'INVALID_INPUT'],
    ['a treasurer', actorOf({ role: 'TREASURER' }), null],
    ['nobody', undefined, null],
  ])('is not for %s to order', async (_, actor, code) => {
    const bought = await begin();
    await leave(bought, 'send');
    const { data, errors } = await orderBasket(first(bought.parts).reference, { actor });
    expect(data.orderBasket).toBeNull();
    if (code !== null) expect(first(errors).extensions).toMatchObject({ code, argument: 'reference' });
    expect((await partNow(bought)).state).toBe('BASKET_RETURNED');
  });

  it('cannot begin where no one said how browsers reach Pasar', async () => {
    const known = publicUrl;
    publicUrl = null;
    const { parts } = await begin();
    publicUrl = known;
    expect(parts).toMatchObject([{ state: 'REFUSED', refusal: { reason: 'ORDERING_UNSUPPORTED' } }]);
  });

  it('cannot begin while the shop is away, and orders nothing', async () => {
    Object.assign(graph.sandbox.servers.mbiz.knobs, {
      fault: { kind: 'status', status: 503 },
      faultFor: '/cxml',
    });
    expect((await begin()).parts).toMatchObject([
      { state: 'REFUSED', refusal: { reason: 'SOURCE_UNAVAILABLE' } },
    ]);
  });
});
