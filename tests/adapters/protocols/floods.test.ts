import { noFeedMemory, type FeedPage, type Marketplace } from '../../../adapters/core/contract';
import { createPartnerMarketplace } from '../../../adapters/partners/create-partner-marketplace';
import { readDefinition } from '../../../adapters/partners/read-definition';
import { startFakeServer, type FakeServer } from '../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../support/call';
import { cpuMs } from '../../support/cpu-time';
import { errorOf } from '../core/http/refusals';

/** What each protocol calls a page of these records. */
const PAGES = {
  'toko-daring': (records: string) => `{"code":200,"status":true,"data":[${records}],"last_page":true}`,
  'seller-feed': (records: string) => `{"produk":[${records}],"total_page":1}`,
  rest: (records: string) => `{"data":[${records}]}`,
} as const;
const MANIFEST = {
  requests: { feed: { path: '/goods' }, byIds: { path: '/goods/${sku}' } },
  records: { at: 'data' },
  mapping: { sku: 'product.sku', title: 'product.name', price: 'product.price', stock: { type: 'none' } },
};

let server: FakeServer;
let body = '';
beforeAll(async () => {
  server = await startFakeServer(() => ({ body, type: 'application/json' }));
});
afterAll(() => server.close());

async function reading<T>(
  protocol: keyof typeof PAGES,
  records: string,
  read: (page: Promise<FeedPage>) => T,
) {
  const head = { pasar: 1, id: 'toko-anu', name: 'Toko Anu', protocol, url: `${server.url}/api` };
  const { definition, problems } = readDefinition(
    JSON.stringify(protocol === 'rest' ? { ...head, ...MANIFEST } : head),
  );
  if (definition === null) throw new Error(JSON.stringify(problems));
  const options = { memory: noFeedMemory, hosts: { privateHosts: true } };
  const marketplace: Marketplace = createPartnerMarketplace(definition, {}, options);
  body = PAGES[protocol](records);
  const [feed] = marketplace.feeds;
  if (feed === undefined) throw new Error('it has a feed');
  try {
    return await read(marketplace.feed({ feed, cursor: null }, callWithin(60_000)));
  } finally {
    await marketplace.close();
  }
}

describe.each(Object.keys(PAGES) as (keyof typeof PAGES)[])('%s', (protocol) => {
  it('refuses a page of half a million records, and does not work on them', async () => {
    const flood = Array(500_000).fill('{}').join(',');
    const spent = await cpuMs(async () => {
      expect(await reading(protocol, flood, errorOf)).toMatchObject({
        code: 'BAD_RESPONSE',
        detail: 'more than 10000 records in an answer',
      });
    });
    expect(spent).toBeLessThan(5_000);
  });

  it('sets thousands aside that can not be understood', async () => {
    const { offers, rejected, records } = await reading(
      protocol,
      Array(9_000).fill('{}').join(','),
      (page) => page,
    );
    expect([offers.length, rejected.length, records]).toEqual([0, 9_000, 9_000]);
  });
});
