import {
  feedName,
  type FeedCursor,
  type FeedPage,
  type Marketplace,
} from '../../../../adapters/core/contract';
import type { Answer, ReceivedRequest } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { failureOf, goods, startRestShop, type RestShop } from './rest-shop';

const OFFERS = feedName('offers');

let shop: RestShop;
beforeEach(async () => {
  shop = await startRestShop();
});
afterEach(() => shop.close());

const read = (marketplace: Marketplace, cursor: string | null = null, since?: Date): Promise<FeedPage> =>
  marketplace.feed(
    { feed: OFFERS, cursor: cursor as FeedCursor | null, ...(since === undefined ? {} : { since }) },
    callWithin(),
  );

/** Every page; a feed that does not end fails. */
async function readAll(marketplace: Marketplace): Promise<FeedPage[]> {
  const pages = [await read(marketplace)];
  for (let page = pages[0]; page !== undefined && page.next !== null; page = pages.at(-1)) {
    if (pages.length > 20) throw new Error('it does not end');
    pages.push(await read(marketplace, page.next));
  }
  return pages;
}

const skus = (pages: readonly FeedPage[]): string[] =>
  pages.flatMap(({ offers }) => offers.map(({ sku }) => sku));
const allOf = (count: number): string[] => goods(1, count).map(({ sku }) => sku);
const numberIn = ({ query }: ReceivedRequest, name: string): number => Number(query.get(name));

/** A manifest that is paged so, whose requests ask for what such a list takes. */
function paged(paging: object, query: object): object {
  return { paging, requests: { feed: { path: '/products', query }, byIds: { path: '/products/${sku}' } } };
}

/** A list of so many goods, in pages of at most `cap`, whatever is asked for. */
function pagedShop(count: number, { cap = 1_000, first = 1, more = {} } = {}) {
  shop.reply = (request) => {
    const size = Math.min(numberIn(request, 'size'), cap);
    const start = request.query.has('offset')
      ? numberIn(request, 'offset')
      : (numberIn(request, 'page') - first) * size;
    const data = goods(start + 1, Math.max(0, Math.min(size, count - start)));
    const last = start + size >= count;
    return { body: { data, total: count, last, ...more }, headers: { 'x-total': String(count) } };
  };
}

const PAGE = { page: '${page}', size: '${pageSize}' };
const OFFSET = { offset: '${offset}', size: '${pageSize}' };

describe('a list whose pages are numbered', () => {
  it.each([
    ['pages, without a word of their end', { type: 'page' }, PAGE, 20, 3],
    ['pages with a total', { type: 'page', total: 'total' }, PAGE, 20, 2],
    ['pages with a total in a header', { type: 'page', total: { header: 'X-Total' } }, PAGE, 20, 2],
    ['pages that say which is the last', { type: 'page', last: 'last' }, PAGE, 20, 2],
    ['offsets', { type: 'offset' }, OFFSET, 20, 3],
    ['offsets with a total', { type: 'offset', total: 'total' }, OFFSET, 20, 2],
    ['offsets that say which is the last', { type: 'offset', last: 'last' }, OFFSET, 20, 2],
  ])('%s: every record once, with no request too many', async (_, paging, query, count, requests) => {
    pagedShop(count);
    const pages = await readAll(shop.marketplace(paged({ ...paging, size: 10 }, query)));
    expect(skus(pages)).toEqual(allOf(count));
    expect(shop.server.requests).toHaveLength(requests);
    expect(pages.map(({ position }) => position)).toEqual(
      ['1/10@offers', '2/10@offers', '3/10@offers'].slice(0, requests),
    );
  });

  it('may begin with page 0', async () => {
    pagedShop(12, { first: 0 });
    const paging = { type: 'page', first: 0, size: 10, total: 'total' };
    const pages = await readAll(shop.marketplace(paged(paging, PAGE)));
    expect(skus(pages)).toEqual(allOf(12));
    expect(shop.server.requests.map(({ query }) => query.get('page'))).toEqual(['0', '1']);
  });

  it.each([
    ['pages', { type: 'page', total: 'total' }, PAGE],
    ['offsets', { type: 'offset', total: 'total' }, OFFSET],
    ['offsets that say which is the last', { type: 'offset', last: 'total < `0`' }, OFFSET],
  ])('loses nothing at a shop that gives less than was asked for: %s', async (_, paging, query) => {
    pagedShop(12, { cap: 5 });
    const pages = await readAll(shop.marketplace(paged({ ...paging, size: 10 }, query)));
    expect(skus(pages)).toEqual(allOf(12));
    expect(pages[1]?.position).toBe('2/10-5@offers');
  });

  it('can be asked for less at a time, and not for more', async () => {
    pagedShop(25);
    const manifest = paged({ type: 'page', size: 10 }, PAGE);
    const sizes = async (pageSize: number) => {
      await read(shop.marketplace(manifest, { pageSize }));
      return shop.server.requests.at(-1)?.query.get('size');
    };
    expect([await sizes(4), await sizes(500)]).toEqual(['4', '10']);
  });

  it('keeps the size that a cursor was made with', async () => {
    pagedShop(25);
    const page = await read(shop.marketplace(paged({ type: 'page', size: 10 }, PAGE)), '2/7@offers');
    expect(skus([page])).toEqual(goods(8, 7).map(({ sku }) => sku));
  });

  it.each([
    ['pages', { type: 'page' }, PAGE],
    ['offsets', { type: 'offset' }, OFFSET],
  ])('beyond the last of its %s there is an empty last page', async (_, paging, query) => {
    pagedShop(25);
    const page = await read(shop.marketplace(paged({ ...paging, size: 10 }, query)), '8/10@offers');
    expect(page).toMatchObject({ offers: [], next: null, records: 0 });
  });

  it('beyond the last page there may be nothing but 404', async () => {
    shop.reply = () => ({ status: 404, body: {} });
    const marketplace = shop.marketplace(paged({ type: 'page' }, PAGE));
    expect(await read(marketplace, '8/10@offers')).toMatchObject({ offers: [], next: null });
    expect((await failureOf(read(marketplace))).code).toBe('INVALID_INPUT');
  });

  it('that never ends is BAD_RESPONSE', async () => {
    shop.reply = () => ({ body: { data: goods(1, 10) } });
    const marketplace = shop.marketplace(paged({ type: 'page', size: 10 }, PAGE));
    expect((await read(marketplace, '19999/10@offers')).next).toBe('20000/10@offers');
    expect((await failureOf(read(marketplace, '20000/10@offers'))).code).toBe('BAD_RESPONSE');
  });
});

describe('a list that has cursors', () => {
  const CURSOR = { cursor: '${cursor}', size: '${pageSize}' };
  const manifest = paged({ type: 'cursor', size: 10, next: 'next', total: 'total' }, CURSOR);
  const follow = (answers: Readonly<Record<string, object>>) => {
    shop.reply = ({ query }): Answer => ({ body: answers[query.get('cursor') ?? ''] ?? { data: 'none' } });
  };

  it.each([
    ['texts', 'a', 'b'],
    ['whole numbers', 7, 8],
    ['anything', 'a/b:c@d e=&"', '☕%2e'],
  ])('is followed by %s', async (_, one, two) => {
    follow({
      '': { data: goods(1, 2), next: one, total: 5 },
      [one]: { data: goods(3, 2), next: two, total: 5 },
      [two]: { data: goods(5, 1), next: null, total: 5 },
    });
    const pages = await readAll(shop.marketplace(manifest));
    expect(skus(pages)).toEqual(allOf(5));
    expect(pages.map(({ total }) => total)).toEqual([5, 5, 5]);
    expect(pages[0]?.position).toBe('1/10@offers');
  });

  it.each([[null], [''], [false], [undefined]])('ends where the next is %j', async (next) => {
    follow({ '': { data: goods(1, 2), next } });
    expect((await read(shop.marketplace(manifest))).next).toBeNull();
  });

  it('goes on after a page that is empty, and after one whose records are all left out', async () => {
    follow({
      '': { data: goods(1, 2), next: 'a' },
      a: { data: [], next: 'b' },
      b: { data: [{ sku: 'X', hidden: true }], next: 'c' },
      c: { data: goods(3, 2), next: null },
    });
    const pages = await readAll(shop.marketplace({ ...manifest, records: { at: 'data[?!hidden]' } }));
    expect(skus(pages)).toEqual(allOf(4));
    expect(pages.map(({ records }) => records)).toEqual([2, 0, 1, 2]);
  });

  it('ends with an empty page that leads to itself', async () => {
    follow({ a: { data: [], next: 'a' } });
    expect((await read(shop.marketplace(manifest), '2/10@offers:a')).next).toBeNull();
  });

  it.each([
    ['leads to itself', 'a'],
    ['is no text', { a: 1 }],
    ['is true', true],
    ['has lost digits', 1e21],
    ['is endless', 'x'.repeat(3_000)],
  ])('a cursor that %s is BAD_RESPONSE', async (_, next) => {
    follow({ a: { data: goods(1, 2), next } });
    expect((await failureOf(read(shop.marketplace(manifest), '2/10@offers:a'))).code).toBe('BAD_RESPONSE');
  });

  it('a cursor that is not known any more is no end', async () => {
    shop.reply = () => ({ status: 404, body: {} });
    const failure = await failureOf(read(shop.marketplace(manifest), '2/10@offers:a'));
    expect(failure.code).toBe('INVALID_INPUT');
  });
});

describe('a list that links to its next page', () => {
  const manifest = (more: object = {}) => ({
    ...paged({ type: 'link', size: 10 }, { size: '${pageSize}' }),
    ...more,
  });
  const linked = (link: string, count = 2) => {
    shop.reply = ({ query }) => ({
      body: { data: goods(1, count) },
      headers: query.has('page') ? {} : { link },
    });
  };

  it.each([
    ['whole', (url: string) => `<${url}/api/v1/products?page=2>; rel="next"`],
    ['beginning with a slash', () => '</api/v1/products?page=2>; rel=next'],
    ['a query alone', () => '<?page=2>; rel="next"'],
    [
      'the second of three, with commas and quotes in between',
      () =>
        '</p?a=1,2>; rel="prev"; title="a, \\"b\\"; rel=next", <?page=2> ; title=x;rel = "last NEXT",<?page=9>; rel=last',
    ],
  ])('the address is %s', async (_, link) => {
    linked(link(shop.server.url));
    const { next } = await read(shop.marketplace(manifest()));
    expect(next).toBe(`2/10@offers:${encodeURIComponent(`${shop.server.url}/api/v1/products?page=2`)}`);
    await read(shop.marketplace(manifest()), next);
    expect(shop.server.requests.at(-1)?.query.toString()).toBe('page=2');
  });

  it.each([
    ['there is none', ''],
    ['there is only another', '</p>; rel="prev"'],
    ['it is told of another page', '</p>; rel="next"; anchor="/other"'],
    ['the relation only begins like it', '</p>; rel="next-archive"'],
    ['there are several and the first counts', '</p>; rel="prev"; rel="next"'],
  ])('it ends where %s', async (_, link) => {
    linked(link);
    expect((await read(shop.marketplace(manifest()))).next).toBeNull();
  });

  it('it goes on after an empty page', async () => {
    linked('<?page=2>; rel="next"', 0);
    const pages = await readAll(shop.marketplace(manifest()));
    expect(pages.map(({ records }) => records)).toEqual([0, 0]);
  });

  it('it ends with an empty page that links to itself', async () => {
    linked('<?size=10>; rel="next"', 0);
    expect((await read(shop.marketplace(manifest()))).next).toBeNull();
  });

  it.each([
    ['to another host', '<https://elsewhere.example/api>; rel="next"'],
    ['to another host without a scheme', '<//elsewhere.example/api>; rel="next"'],
    ['to a file', '<file:///etc/passwd>; rel="next"'],
    ['to itself', '<?size=10>; rel="next"'],
    ['nowhere', '<http://>; rel="next"'],
    ['into nonsense', 'page=2; rel="next"'],
  ])('a link %s is BAD_RESPONSE', async (_, link) => {
    linked(link);
    expect((await failureOf(read(shop.marketplace(manifest())))).code).toBe('BAD_RESPONSE');
  });

  it('a cursor keeps no key that the shop repeats in its links, and the next request has it', async () => {
    linked('<?page=2&api_key=rahasia>; rel="next"');
    const authentication = { type: 'apiKey', in: 'query', name: 'api_key' };
    const marketplace = shop.marketplace(manifest({ authentication }), { credentials: { key: 'rahasia' } });
    const { next } = await read(marketplace);
    expect(next).not.toContain('rahasia');
    await read(marketplace, next);
    expect(shop.server.requests.at(-1)?.query.toString()).toBe('page=2&api_key=rahasia');
  });

  it('a cursor that leads to another host is refused, and no one is asked', async () => {
    const cursor = `2/10@offers:${encodeURIComponent('https://elsewhere.example/')}`;
    expect((await failureOf(read(shop.marketplace(manifest()), cursor))).code).toBe('INVALID_INPUT');
    expect(shop.server.requests).toHaveLength(0);
  });
});

it('a list that is not paged is one page', async () => {
  shop.reply = () => ({ body: { data: goods(1, 3), total: 3 } });
  const marketplace = shop.marketplace({ paging: { type: 'none', total: 'total' } });
  const [page, ...others] = await readAll(marketplace);
  expect(others).toEqual([]);
  expect(page).toMatchObject({ records: 3, total: 3, next: null });
  expect((await read(marketplace, page?.position)).offers).toHaveLength(3);
});

describe('a cursor that is not of this list is refused, and no one is asked:', () => {
  const KINDS = {
    none: { type: 'none' },
    page: { type: 'page' },
    offset: { type: 'offset' },
    cursor: { type: 'cursor', next: 'next' },
    link: { type: 'link' },
  };
  const OF_NONE = [
    '',
    '0',
    'nonsense',
    '../../etc/passwd',
    '1@another-feed',
    '1/10@offers2',
    '0/10@offers',
    '1/0@offers',
    '01/10@offers',
    '1/10@offers:',
    '2/10@offers:%',
    '1/10@offers\n',
    '1e3/10@offers',
    '1234567/10@offers',
  ];
  it.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('%s', async (kind) => {
    const marketplace = shop.marketplace({ paging: KINDS[kind] });
    const own =
      kind === 'page' || kind === 'offset'
        ? ['1/10@offers:a', '1/10-5@offers']
        : ['1/10@offers:a', '2/10@offers', '1/10-5@offers'];
    for (const cursor of [...OF_NONE, ...own])
      expect([cursor, (await failureOf(read(marketplace, cursor))).code]).toEqual([cursor, 'INVALID_INPUT']);
    expect(shop.server.requests).toHaveLength(0);
  });

  it('another feed', async () => {
    const request = { feed: feedName('orders'), cursor: null };
    const failure = await failureOf(shop.marketplace().feed(request, callWithin()));
    expect(failure.code).toBe('INVALID_INPUT');
  });
});

describe('totals', () => {
  it.each([
    [12, 12],
    ['12', 12],
    [0, 0],
    [null, null],
    ['many', null],
    [-1, null],
    [1.5, null],
    [{ value: 3 }, null],
  ])('%j is %j', async (total, expected) => {
    shop.reply = () => ({ body: { data: goods(1, 1), total } });
    expect((await read(shop.marketplace({ paging: { type: 'none', total: 'total' } }))).total).toBe(expected);
  });

  it('one that is promised and not told ends nothing: the list is read to an empty page', async () => {
    pagedShop(12, { cap: 5, more: { total: null } });
    const pages = await readAll(shop.marketplace(paged({ type: 'page', size: 10, total: 'total' }, PAGE)));
    expect(skus(pages)).toEqual(allOf(12));
  });
});

describe('changes', () => {
  const requests = {
    feed: { path: '/products' },
    changes: { path: '/changes', query: { since: '${since}', page: '${page}', size: '${pageSize}' } },
    byIds: { path: '/products/${sku}' },
  };

  it('are asked for since a time', async () => {
    pagedShop(12);
    const marketplace = shop.marketplace({ requests, paging: { type: 'page', size: 10 } });
    const since = new Date('2026-11-22T08:00:00Z');
    expect(marketplace.can.changes).toBe(true);
    expect((await read(marketplace, '2/10@offers', since)).offers).toHaveLength(2);
    const [request] = shop.server.requests;
    expect([request?.path, request?.query.get('since')]).toEqual([
      '/api/v1/changes',
      '2026-11-22T08:00:00.000Z',
    ]);
  });

  it('are UNSUPPORTED where the manifest has no request for them', async () => {
    const marketplace = shop.marketplace();
    expect(marketplace.can.changes).toBe(false);
    expect((await failureOf(read(marketplace, null, new Date()))).code).toBe('UNSUPPORTED');
    expect(shop.server.requests).toHaveLength(0);
  });
});
