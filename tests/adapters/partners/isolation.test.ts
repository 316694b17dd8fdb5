import { feedName, noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import { createPartnerMarketplace } from '../../../adapters/partners/create-partner-marketplace';
import { readDefinition } from '../../../adapters/partners/read-definition';
import { startFakeServer, type FakeServer } from '../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../support/call';
import { reference } from '../../support/purchase-orders';

/** Two partners whose shops stand on one host, as those of a platform do. */
describe('partners at one address', () => {
  let server: FakeServer;
  let open: Marketplace[];
  beforeEach(async () => {
    open = [];
    server = await startFakeServer(({ path }) =>
      path.includes('/orders')
        ? { status: 404, body: {} }
        : { body: { data: [{ sku: 'A', name: 'B', price: 1 }] } },
    );
  });
  afterEach(async () => {
    await Promise.all(open.map((each) => each.close()));
    await server.close();
  });

  function partner(id: string, requestsPerMinute = 600): Marketplace {
    const { definition, problems } = readDefinition(
      JSON.stringify({
        pasar: 1,
        id,
        name: id,
        protocol: 'rest',
        url: `${server.url}/${id}`,
        requestsPerMinute,
        authentication: { type: 'apiKey', name: 'X-Key' },
        requests: { feed: { path: '/goods' }, byIds: { path: '/goods/${sku}' } },
        records: { at: 'data' },
        mapping: {
          sku: 'product.sku',
          title: 'product.name',
          price: 'product.price',
          stock: { type: 'none' },
        },
        orders: {
          mode: 'direct',
          find: { request: { path: '/orders/${order.reference}' }, found: 'id' },
          place: [{ name: 'order', request: { method: 'POST', path: '/orders', body: {} } }],
        },
      }),
    );
    if (definition === null) throw new Error(JSON.stringify(problems));
    const opened = createPartnerMarketplace(
      definition,
      { key: `kunci-${id}` },
      { memory: noFeedMemory, hosts: { privateHosts: true } },
    );
    open.push(opened);
    return opened;
  }
  const read = (marketplace: Marketplace) =>
    marketplace.feed({ feed: feedName('offers'), cursor: null }, callWithin(5_000));
  const has = (marketplace: Marketplace) => {
    const { ordering } = marketplace;
    if (ordering?.mode !== 'DIRECT') throw new Error('it takes orders');
    return ordering.has(reference('1'), callWithin(5_000));
  };

  it('share no connection, and neither is shown what is the other’s', async () => {
    const [one, other] = [partner('toko-satu'), partner('toko-dua')];
    for (const each of [one, other, one, other]) await read(each);
    expect(server.connections()).toBe(2);
    expect(server.requests.map(({ path, headers }) => [path, headers['x-key']])).toEqual([
      ['/toko-satu/goods', 'kunci-toko-satu'],
      ['/toko-dua/goods', 'kunci-toko-dua'],
      ['/toko-satu/goods', 'kunci-toko-satu'],
      ['/toko-dua/goods', 'kunci-toko-dua'],
    ]);
  });

  it('wait for their own turns alone', async () => {
    const [slow, quick] = [partner('toko-pelan', 1), partner('toko-cepat')];
    await read(slow);
    const failure: unknown = await read(slow).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AdapterError);
    expect(failure).toMatchObject({ code: 'RATE_LIMITED', notAsked: true });
    await Promise.all(Array.from({ length: 5 }, () => read(quick)));
    expect(server.requests.filter(({ path }) => path.startsWith('/toko-pelan'))).toHaveLength(1);
    expect(server.requests.filter(({ path }) => path.startsWith('/toko-cepat'))).toHaveLength(5);
  });

  it('have one rate for what is read and what is ordered', async () => {
    const slow = partner('toko-pelan', 1);
    expect(await has(slow)).toBe(false);
    for (const work of [() => read(slow), () => has(slow)]) {
      const failure: unknown = await work().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'RATE_LIMITED', notAsked: true });
    }
    expect(server.received()).toBe(1);
  });
});
