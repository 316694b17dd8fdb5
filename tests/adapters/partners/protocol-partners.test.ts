import assert from 'node:assert/strict';
import { openPartnerUnderCheck } from '../../../adapters/conformance/partner-under-check';
import type { ConformanceReport } from '../../../adapters/conformance/rule';
import { runConformance } from '../../../adapters/conformance/run-conformance';
import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import { marketplaceId, offerId, orderId, type OrderId } from '../../../adapters/core/ids';
import { createPartnerMarketplace } from '../../../adapters/partners/create-partner-marketplace';
import type { PartnerDefinition } from '../../../adapters/partners/partner-definition';
import { readDefinition } from '../../../adapters/partners/read-definition';
import type { Handler } from '../../../adapters/sandbox/servers/fake-server';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import { STATUS_PATH } from '../../../adapters/sandbox/servers/toko-daring-orders';
import { firstFeed, readAll, readFeed } from '../../conformance/rule';
import { caught } from '../../conformance/rules/failing';
import { callWithin } from '../../support/call';
import { purchaseOrder } from '../../support/purchase-orders';
import {
  feedArticle,
  SELLER_FEED_SECRET,
  startCxmlPartner,
  startSellerFeedPartner,
  startTokoDaringPartner,
  TOKO_DARING_CREDENTIALS,
  type ProtocolPartner,
  type SellerFeedOptions,
  type TokoDaringPartner,
} from '../../support/protocol-partners';

const HOSTS = { privateHosts: true };
const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(toClose.splice(0).map((each) => each.close()));
});

async function started<P extends ProtocolPartner>(starting: Promise<P>): Promise<P> {
  const partner = await starting;
  toClose.push(partner);
  return partner;
}

function definitionOf({ document }: ProtocolPartner): PartnerDefinition {
  const { definition, problems } = readDefinition(document);
  if (definition === null) throw new Error(JSON.stringify(problems));
  return definition;
}

function open(
  partner: ProtocolPartner,
  credentials: ProtocolPartner['credentials'] = partner.credentials,
  hosts = HOSTS,
): Marketplace {
  const options = { memory: noFeedMemory, hosts, pageSize: 5 };
  const opened = createPartnerMarketplace(definitionOf(partner), credentials, options);
  toClose.push(opened);
  return opened;
}

async function checked(
  partner: ProtocolPartner,
  credentials: ProtocolPartner['credentials'] = partner.credentials,
): Promise<ConformanceReport> {
  const opened = openPartnerUnderCheck(definitionOf(partner), { credentials, hosts: HOSTS });
  try {
    const { signal } = new AbortController();
    return await runConformance({ ...opened, order: null, pages: 3 }, { signal });
  } finally {
    await opened.close();
  }
}
const failed = ({ results }: ConformanceReport): string[] =>
  results.flatMap(({ id, level, outcome }) => (level === 'MUST' && outcome === 'FAILED' ? id : []));

describe.each<[string, () => Promise<ProtocolPartner>, secret: string]>([
  ['seller-feed', startSellerFeedPartner, 'secret'],
  ['toko-daring', startTokoDaringPartner, 'clientSecret'],
  ['cxml', startCxmlPartner, 'sharedSecret'],
])('a partner that speaks %s', (protocol, start, secret) => {
  it('conforms, by its definition alone', async () => {
    const report = await checked(await started(start()));
    expect(failed(report)).toEqual([]);
    expect(report.conforms).toBe(true);
    expect(report.offersSeen).toBeGreaterThan(10);
  });

  it('has offers under its own id and no one else’s, and gives nothing for those of others', async () => {
    const partner = await started(start());
    const marketplace = open(partner);
    expect(marketplace).toMatchObject({ id: partner.id, name: `Toko ${partner.id}`, protocol });
    const offers = await readAll(marketplace);
    expect(new Set(offers.map((each) => each.marketplace))).toEqual(new Set([partner.id]));
    const [known] = offers;
    assert.ok(known);
    const strange = offerId(marketplaceId('mbiz'), 'M1', known.sku);
    const readings = await marketplace.offers([strange, known.id], callWithin());
    expect(readings).toMatchObject([null, { id: known.id }]);
  });

  it('is called at no private address, where none are allowed', async () => {
    const partner = await started(start());
    const marketplace = open(partner, partner.credentials, { privateHosts: false });
    const error = await caught(() =>
      marketplace.feed({ feed: firstFeed(marketplace), cursor: null }, callWithin()),
    );
    expect(error.code).toBe('FORBIDDEN');
    expect(partner.server.received()).toBe(0);
  });

  it.each([
    ['is wrong', 'salah-sekali'],
    ['is missing', undefined],
  ])('does not conform where its secret %s, and no report quotes it', async (_, value) => {
    const partner = await started(start());
    const { [secret]: right = '', ...others } = partner.credentials;
    const given = value === undefined ? others : { ...others, [secret]: value };
    const report = await checked(partner, given);
    expect(report.conforms).toBe(false);
    expect(failed(report)).toContain('LIVE-01');
    for (const text of [right, value ?? right]) expect(JSON.stringify(report)).not.toContain(text);
  });

  it.each<[Fault, string]>([
    [{ kind: 'html' }, 'BAD_RESPONSE'],
    [{ kind: 'status', status: 500 }, 'UNAVAILABLE'],
    [{ kind: 'reset-in-body' }, 'UNAVAILABLE'],
    [{ kind: 'redirect', to: 'http://localhost:1/' }, 'BAD_RESPONSE'],
  ])('that answers with %j is an error to those who read, and not an empty shop', async (fault, code) => {
    const partner = await started(start());
    const marketplace = open(partner);
    partner.server.knobs.fault = fault;
    const error = await caught(() =>
      marketplace.feed({ feed: firstFeed(marketplace), cursor: null }, callWithin()),
    );
    expect(error).toMatchObject({ code, marketplace: partner.id });
    for (const text of Object.values(partner.credentials).filter((each) => each.startsWith('sandbox-')))
      expect(`${error.message} ${error.detail} ${String(error.stack)}`).not.toContain(text);
  });
});

describe('a seller feed', () => {
  const feed = (options?: SellerFeedOptions) => started(startSellerFeedPartner(options));
  const idOf = (sku: string, seller = 'toko-pemasok') => offerId(marketplaceId('toko-pemasok'), seller, sku);
  /** Where the answer to a single read is another. */
  const answering =
    (body: unknown): NonNullable<SellerFeedOptions['handler']> =>
    (own: Handler) =>
    (request, knobs) =>
      request.path.endsWith('/produk') ? { body } : own(request, knobs);

  it.each<[string, string[], object]>([
    [
      'the marketplace itself, where none is named',
      [],
      { id: 'toko-pemasok:toko-pemasok', name: 'Toko toko-pemasok', region: null, smallBusiness: null },
    ],
    [
      'the one that is named, with all that is known of it',
      ["seller: { code: 'P-01', name: CV Pemasok, location: Kota Malang, smallBusiness: true }"],
      { id: 'toko-pemasok:P-01', name: 'CV Pemasok', region: '35.73', smallBusiness: true },
    ],
    [
      'the one that is named, though its region is two',
      ["seller: { code: 'P.1', name: CV Pemasok, location: Malang }"],
      { id: 'toko-pemasok:P%2E1', name: 'CV Pemasok', region: null, location: 'Malang' },
    ],
  ])('has one seller: %s', async (_, lines, seller) => {
    const offers = await readAll(open(await feed({ lines })));
    expect(offers).toHaveLength(12);
    for (const found of offers) expect(found.seller).toMatchObject(seller);
  });

  it('is paged to its end, with its price, stock and what else it says', async () => {
    const marketplace = open(await feed());
    const pages = await readFeed(marketplace, firstFeed(marketplace));
    expect(pages.map(({ offers, total, lacking }) => [offers.length, total, lacking])).toEqual([
      [5, 12, null],
      [5, 12, null],
      [2, 12, null],
    ]);
    const { sku, price, stock } = feedArticle(3);
    expect(pages.flatMap(({ offers }) => offers).find((found) => found.sku === sku)).toMatchObject({
      id: idOf(sku),
      price: { amount: price, tax: 'UNKNOWN' },
      stock: { state: 'IN_STOCK', quantity: String(stock) },
      shippingFee: '15000',
      tkdn: '45.5',
    });
  });

  it('is read live, one by one, with the secret and no cookie or token beside it', async () => {
    const partner = await feed();
    const ids = [idOf('BRS-4'), idOf('TIADA'), idOf('BRS-1', 'P-02')];
    expect(await open(partner).offers(ids, callWithin())).toMatchObject([
      { id: ids[0], stock: { state: 'OUT_OF_STOCK', quantity: '0' } },
      null, // not known there
      null, // of a seller that has no feed here: nobody is asked
    ]);
    expect(partner.server.received()).toBe(2);
    for (const { query, headers } of partner.server.requests) {
      expect(query.get('secretkey')).toBe(SELLER_FEED_SECRET);
      expect(Object.keys(headers).filter((name) => /auth|cookie|token|secret/.test(name))).toEqual([]);
    }
  });

  it('takes no orders: neither is there a port, nor does it say that there is', async () => {
    const { can, ordering, orders } = open(await feed());
    expect([can.ordering, can.cancelling]).toEqual(['NONE', false]);
    expect([ordering, orders]).toEqual([undefined, undefined]);
  });

  it('may stand at an address that ends in a slash', async () => {
    const partner = await feed();
    const document = partner.document.replace(/^(url: .*)$/m, '$1/');
    expect(await readAll(open({ ...partner, document }))).toHaveLength(12);
    expect(partner.server.requests.filter(({ path }) => path.includes('//'))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['nothing in it', {}],
    ['null in its place', { produk: null }],
    ['another product', { produk: { informasi: { no_produk_penyedia: 'BRS-2' } } }],
    ['a list', { produk: [] }],
    ['a text', { produk: 'BRS-1' }],
  ])('says nothing of an offer with %s: it is not gone', async (_, body) => {
    const [reading] = await open(await feed({ handler: answering(body) })).offers(
      [idOf('BRS-1')],
      callWithin(),
    );
    assert.ok(reading instanceof AdapterError);
    expect(reading.code).toBe('BAD_RESPONSE');
  });
});

describe('a member of Toko Daring', () => {
  const member = (options?: Parameters<typeof startTokoDaringPartner>[0]) =>
    started(startTokoDaringPartner(options));
  const idOf = (number: string): OrderId =>
    orderId(marketplaceId('toko-anggota'), number) ?? assert.fail(number);

  it.each([
    [true, true, 'HANDOFF', 'ASKED'],
    [false, true, 'NONE', 'ASKED'],
    [true, false, 'HANDOFF', 'REPORTED'],
    [false, false, 'NONE', 'REPORTED'],
  ])(
    'that signs on (%s) and tells statuses (%s) is ordered at by %s, and its orders are %s',
    async (signsOn, tellsStatuses, mode, orders) => {
      const marketplace = open(await member({ signsOn, tellsStatuses }));
      expect([marketplace.can.ordering, marketplace.can.orders]).toEqual([mode, orders]);
      expect(marketplace.ordering?.mode).toBe(signsOn ? 'HANDOFF' : undefined);
      expect(marketplace.orders !== undefined).toBe(tellsStatuses);
    },
  );

  /** Somebody is sent there and buys; gives the order's number. */
  async function sold({ shop }: TokoDaringPartner, marketplace: Marketplace): Promise<string> {
    const [good] = await readAll(marketplace);
    assert.ok(good && marketplace.ordering?.mode === 'HANDOFF');
    const handed = await marketplace.ordering.handOff(
      { order: purchaseOrder([good]), token: 't' },
      callWithin(),
    );
    const { searchParams } = new URL('pages' in handed ? (handed.pages[0]?.url ?? '') : '');
    const nonce = searchParams.get('nonce') ?? '';
    return shop.sell(nonce, searchParams.get('produk') ?? '') ?? assert.fail('it is sold there');
  }
  const statuses = (marketplace: Marketplace, ids: readonly OrderId[], withinMs?: number) =>
    marketplace.orders?.statuses?.(ids, callWithin(withinMs)) ?? assert.fail('it can be asked');
  const statusRequests = ({ server }: ProtocolPartner) =>
    server.requests.filter(({ path }) => path === STATUS_PATH);

  it('tells how an order is, signed in to as it is for its goods, and nothing of one that it does not know', async () => {
    const partner = await member();
    const marketplace = open(partner);
    const number = await sold(partner, marketplace);
    partner.shop.advance(number, 'shipped');
    const strange = orderId(marketplaceId('jatim-bejo'), 'JB-1') ?? assert.fail();
    const ids = [idOf('TIADA-1'), idOf(number), strange, idOf(number)];
    const shipped = { status: 'shipped', shipment: null, state: 'SHIPPED', at: expect.any(Date) as Date };
    expect(await statuses(marketplace, ids)).toEqual([null, shipped, null, shipped]);
    const [request, ...more] = statusRequests(partner);
    expect(more).toEqual([]);
    expect(request?.query.get('order_ids')?.split(',').sort()).toEqual([number, 'TIADA-1'].sort());
    expect(request?.headers).toMatchObject({
      'x-client-id': TOKO_DARING_CREDENTIALS.clientId,
      'x-client-secret': TOKO_DARING_CREDENTIALS.clientSecret,
    });
  });

  it('whose word for a state is not known is quoted, and means nothing', async () => {
    const partner = await member();
    const marketplace = open(partner);
    const number = await sold(partner, marketplace);
    partner.shop.advance(number, 'di jalan');
    expect(await statuses(marketplace, [idOf(number)])).toMatchObject([{ status: 'di jalan', state: null }]);
  });

  it('is not asked about orders of others at all', async () => {
    const partner = await member();
    const strange = orderId(marketplaceId('jatim-bejo'), 'JB-1') ?? assert.fail();
    expect(await statuses(open(partner), [strange])).toEqual([null]);
    expect(partner.server.received()).toBe(0);
  });

  it('that does not let Pasar in says so, under HTTP 200, and the secret is not quoted', async () => {
    const partner = await member();
    const marketplace = open(partner, { clientId: 'pasar', clientSecret: 'salah-sekali' });
    const error = await caught(async () => statuses(marketplace, [idOf('A-1')]));
    expect(error.code).toBe('UNAUTHENTICATED');
    expect(`${error.message} ${error.detail}`).not.toContain('salah-sekali');
  });

  it.each<[Fault, string]>([
    [{ kind: 'failure-under-200', code: 500 }, 'UNAVAILABLE'],
    [{ kind: 'status', status: 403 }, 'FORBIDDEN'],
    [{ kind: 'status', status: 429, retryAfter: '7' }, 'RATE_LIMITED'],
    [{ kind: 'html' }, 'BAD_RESPONSE'],
    [{ kind: 'truncated-json' }, 'BAD_RESPONSE'],
    [{ kind: 'wrong-shape' }, 'BAD_RESPONSE'],
    [{ kind: 'oversize' }, 'BAD_RESPONSE'],
    [{ kind: 'redirect', to: 'http://localhost:1/' }, 'BAD_RESPONSE'],
    [{ kind: 'hang' }, 'TIMEOUT'],
  ])('that answers with %j when it is asked how an order is, says nothing of it', async (fault, code) => {
    const partner = await member();
    Object.assign(partner.server.knobs, { fault, faultFor: STATUS_PATH });
    const withinMs = fault.kind === 'hang' ? 200 : 10_000;
    const asked = async () => statuses(open(partner), [idOf('A-1')], withinMs);
    expect(await caught(asked)).toMatchObject({ code });
  });
});

describe('a cXML supplier', () => {
  it.each([
    ['', 'DIRECT'],
    ['ordering: DIRECT', 'DIRECT'],
    ['ordering: PUNCHOUT', 'PUNCHOUT'],
    ['ordering: NONE', 'NONE'],
  ])('whose definition says %j is ordered at by %s', async (line, mode) => {
    const { can, ordering } = open(await started(startCxmlPartner(line === '' ? [] : [line])));
    expect([can.ordering, can.cancelling]).toEqual([mode, mode !== 'NONE']);
    expect(ordering?.mode).toBe(mode === 'NONE' ? undefined : mode);
  });

  it('has its catalogue below its address, or where its definition says', async () => {
    const usual = await started(startCxmlPartner());
    await readAll(open(usual));
    expect(new Set(usual.server.requests.map(({ path }) => path))).toEqual(new Set(['/cxml/catalog.cif']));
    const other = await started(startCxmlPartner([`catalogueUrl: ${usual.server.url}/cxml/catalog.cif`]));
    expect((await readAll(open(other))).length).toBeGreaterThan(10);
    expect(other.server.received()).toBe(0);
  });
});
