import type { Actor } from '../../../adapters/core/actor';
import { createMemoryCache } from '../../../adapters/core/cache/memory-cache';
import { addDecimals, decimal, multiplyDecimals, ZERO, type Decimal } from '../../../adapters/core/decimal';
import { regionByCode } from '../../../adapters/core/regions';
import {
  readProcurementRules,
  type ProcurementRules,
} from '../../../subgraphs/orders/purchasing/procurement-rules';
import { actorOf } from '../../support/actors';
import { openPglite, type TestDatabase } from '../../support/databases';
import { startGraph, type Graph } from '../../support/graph';
import {
  first,
  goodsOf,
  lineOf,
  MALANG,
  PATIENCE,
  quote,
  type Good,
  type QuotedPart,
} from '../../support/purchases';

const SURABAYA = '35.78';
const malang = regionByCode(MALANG);
const shipped = readProcurementRules(null);
const always = { from: '2020-01-01', to: null, source: 'test' };
/** The rules that Pasar comes with, and a marketplace that is choosy. */
const RULES: ProcurementRules = {
  ...shipped,
  minimumOrders: [{ ...always, marketplaces: ['jatim-bejo'], amount: decimal('100000000') }],
  deliveries: malang ? [{ ...always, marketplaces: ['jatim-bejo'], regions: [malang.code] }] : [],
};

let database: TestDatabase;
let graph: Graph;
let mbiz: readonly Good[];
let bejo: readonly Good[];
let ekatalog: readonly Good[];

beforeAll(async () => {
  database = await openPglite();
  const at = new Date();
  graph = await startGraph(database.db, { rules: RULES, now: () => at });
  [mbiz, bejo, ekatalog] = await Promise.all([
    goodsOf(graph, 'mbiz'),
    goodsOf(graph, 'jatim-bejo'),
    goodsOf(graph, 'ekatalog-lokal'),
  ]);
});
beforeEach(() => graph.renew());
afterAll(async () => {
  await graph.close();
  await database.close();
});

const partOf = (parts: readonly QuotedPart[], marketplace: string): QuotedPart =>
  first(parts.filter((part) => part.marketplace.id === marketplace));
const problemsOf = async (line: object, more: Parameters<typeof quote>[2] = {}) => {
  const { data } = await quote(graph, [line], more);
  const part = first(data.quote.parts);
  return [...first(part.lines).problems, ...part.problems];
};
const changed = (good: Good, factor: string): object => ({
  expectedPrice: { amount: multiplyDecimals(decimal(good.price), decimal(factor)) },
});

describe('a quote', () => {
  it('is given to anyone, and asks the marketplaces although everything is cached', async () => {
    graph.renew({ cache: createMemoryCache() });
    const good = first(mbiz);
    const ask = () => quote(graph, [lineOf(good)]);
    await ask();
    const before = graph.sandbox.servers.mbiz.received();
    const { data, errors } = await ask();
    expect(errors).toBeUndefined();
    expect(graph.sandbox.servers.mbiz.received()).toBe(before + 1);
    expect(first(first(data.quote.parts).lines)).toMatchObject({ unitPrice: good.price, problems: [] });
  });

  it('has a part for each marketplace and seller, with how each is ordered from', async () => {
    const chosen = [...mbiz.slice(0, 12), ...bejo.slice(0, 12), ...ekatalog.slice(0, 12)];
    const { data } = await quote(
      graph,
      chosen.map((good) => lineOf(good)),
    );
    const sellers = new Set(chosen.map(({ seller }) => seller));
    expect(data.quote.parts).toHaveLength(sellers.size);
    for (const { lines } of data.quote.parts)
      expect(new Set(lines.map(({ offerId }) => chosen.find(({ id }) => id === offerId)?.seller)).size).toBe(
        1,
      );
    expect(data.quote.parts.flatMap(({ lines }) => lines)).toHaveLength(chosen.length);
    expect(partOf(data.quote.parts, 'mbiz').ordering).toBe('DIRECT');
    expect(partOf(data.quote.parts, 'jatim-bejo').ordering).toBe('HANDOFF');
    expect(partOf(data.quote.parts, 'ekatalog-lokal').ordering).toBe('HANDOFF');
  });

  it.each(['LINE', 'ORDER'])('adds up exactly, with tax per %s and fractions of a unit', async (taxPer) => {
    const lines = [...mbiz.slice(0, 10), ...ekatalog.slice(0, 5)].map((good, index) =>
      lineOf(good, { quantity: `${index % 3}.${index + 101}`, tax: index % 4 === 0 ? 'REGIONAL' : 'PPN' }),
    );
    const { data } = await quote(graph, lines, { taxPer });
    const sum = (values: readonly (string | null)[]) =>
      addDecimals(ZERO, ...values.map((value) => (value ?? ZERO) as Decimal));
    for (const part of data.quote.parts) {
      for (const line of part.lines) {
        expect(line.subtotal).toBe(multiplyDecimals(decimal(line.quantity), decimal(line.unitPrice ?? 'x')));
        expect(line.tax).toMatch(/^\d+$/);
        expect(line.landedTotal).toBe(
          sum([line.subtotal, line.taxIncluded ? '0' : line.tax, line.shippingFee]),
        );
      }
      expect(part.subtotal).toBe(sum(part.lines.map(({ subtotal }) => subtotal)));
      expect(part.tax).toBe(sum(part.lines.map(({ tax }) => tax)));
      expect(part.total).toBe(sum(part.lines.map(({ landedTotal }) => landedTotal)));
    }
    const { parts, subtotal, tax, total } = data.quote;
    expect([subtotal, tax, total]).toEqual([
      sum(parts.map((part) => part.subtotal)),
      sum(parts.map((part) => part.tax)),
      sum(parts.map((part) => part.total)),
    ]);
  });

  it('knows the shipping of e-Katalog alone, and says null where a seller names it later', async () => {
    const { data } = await quote(
      graph,
      [first(mbiz), first(ekatalog)].map((good) => lineOf(good)),
    );
    expect(partOf(data.quote.parts, 'mbiz').shippingFee).toBeNull();
    const part = partOf(data.quote.parts, 'ekatalog-lokal');
    expect(part.shippingFee).toBe(first(part.lines).shippingFee);
    expect(data.quote.shippingFee).toBe(part.shippingFee);
  });

  it('leads on to the live offer', async () => {
    const good = first(mbiz);
    const { data, errors } = await graph.run<{ quote: { parts: QuotedPart[] } }>(
      `{ quote(input: { lines: [{ offerId: "${good.id}", quantity: 1 }], deliveryRegion: "35.73" }) {
        parts { lines { offer { id price { amount } } } } } }`,
      { deadlineMs: PATIENCE },
    );
    expect(errors).toBeUndefined();
    expect(first(first(data.quote.parts).lines).offer).toEqual({
      id: good.id,
      price: { amount: good.price },
    });
  });
});

describe('a quote has the problem', () => {
  it.each<[string, string, { tolerancePercent?: string }, string | null]>([
    ['PriceChanged for any rise', '0.8', {}, '25'],
    ['PriceChanged for any fall', '1.25', {}, '-20'],
    ['PriceChanged beyond the tolerance', '0.8', { tolerancePercent: '24.99' }, '25'],
    ['none at the tolerance', '0.8', { tolerancePercent: '25' }, null],
    ['none for a fall within it', '1.25', { tolerancePercent: '20' }, null],
    ['none for the price itself', '1', {}, null],
  ])('%s', async (_, factor, more, changePercent) => {
    const good = first(mbiz);
    const problems = await problemsOf(lineOf(good, changed(good, factor)), more);
    expect(problems).toEqual(
      changePercent === null
        ? []
        : [expect.objectContaining({ __typename: 'PriceChanged', actual: good.price, changePercent })],
    );
  });

  it('none where no price is expected', async () => {
    expect(await problemsOf({ offerId: first(mbiz).id, quantity: 1 })).toEqual([]);
  });

  it('OutOfStock where a marketplace says so', async () => {
    const soldOut = first(await goodsOf(graph, 'mbiz', false));
    expect(await problemsOf(lineOf(soldOut))).toMatchObject([{ __typename: 'OutOfStock', available: null }]);
  });

  it('OutOfStock for one more than there is, and none for all there is', async () => {
    const good = first(ekatalog);
    const one = decimal('1');
    const more = addDecimals(decimal(good.stock ?? 'x'), one);
    expect(await problemsOf(lineOf(good, { quantity: good.stock }))).toEqual([]);
    expect(await problemsOf(lineOf(good, { quantity: more }))).toMatchObject([
      { __typename: 'OutOfStock', available: good.stock },
    ]);
  });

  it('OfferGone for what the marketplace does not list', async () => {
    const gone = { offerId: 'mbiz:B00001.NONE-999999', quantity: 1 };
    const { data } = await quote(graph, [gone]);
    const part = first(data.quote.parts);
    expect(part).toMatchObject({ sellerName: null, total: '0', ordering: 'DIRECT' });
    expect(first(part.lines)).toMatchObject({ unitPrice: null, tax: null, landedTotal: null });
    expect(first(part.lines).problems).toMatchObject([{ __typename: 'OfferGone', offerId: gone.offerId }]);
    expect(data.quote.problemCount).toBe(1);
  });

  it('BelowMinimumOrder and RegionNotServed where the rules say so', async () => {
    const line = lineOf(first(bejo));
    const tooLittle = { __typename: 'BelowMinimumOrder', offerId: null, minimum: '100000000' };
    expect(await problemsOf(line)).toMatchObject([tooLittle]);
    expect(await problemsOf(line, { deliveryRegion: SURABAYA })).toMatchObject([
      { __typename: 'RegionNotServed', offerId: null, region: SURABAYA },
      tooLittle,
    ]);
  });

  it.each<[string, Actor | undefined, bigint, string | null]>([
    ['a PP above 50 million', actorOf({ role: 'PP' }), 60_000_000n, '50000000'],
    ['a PP below', actorOf({ role: 'PP' }), 40_000_000n, null],
    ['a PPK at a PP’s limit', actorOf({ role: 'PPK' }), 60_000_000n, null],
    ['a PPK above 200 million', actorOf({ role: 'PPK' }), 250_000_000n, '200000000'],
    ['nobody in particular', undefined, 250_000_000n, null],
  ])('PurchaseLimitExceeded or not for %s', async (_, actor, rupiah, limit) => {
    const good = first(mbiz);
    const quantity = String(rupiah / BigInt(good.price));
    const problems = await problemsOf(lineOf(good, { quantity, tax: 'NONE' }), { actor });
    expect(problems).toMatchObject(limit === null ? [] : [{ __typename: 'PurchaseLimitExceeded', limit }]);
  });

  it.each([
    ['hangs', { kind: 'hang' }, 'TIMEOUT'],
    ['fails', { kind: 'status', status: 500 }, 'UNAVAILABLE'],
    ['refuses', { kind: 'html-403' }, 'FORBIDDEN'],
  ] as const)(
    'SourceUnavailable while one marketplace %s, and prices of the others',
    async (_, fault, code) => {
      graph.sandbox.servers.mbiz.knobs.fault = fault;
      const lines = [first(mbiz), first(ekatalog)].map((good) => lineOf(good));
      const { data, errors } = await quote(graph, lines, {}, { deadlineMs: 1_500 });
      expect(errors).toBeUndefined();
      const { parts, total } = data.quote;
      expect(first(partOf(parts, 'mbiz').lines).problems).toMatchObject([
        { __typename: 'SourceUnavailable', code },
      ]);
      expect(first(partOf(parts, 'ekatalog-lokal').lines)).toMatchObject({
        unitPrice: first(ekatalog).price,
      });
      expect(total).toBe(partOf(parts, 'ekatalog-lokal').total);
    },
  );
});
