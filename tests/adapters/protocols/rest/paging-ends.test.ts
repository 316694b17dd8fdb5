import {
  feedName,
  type FeedCursor,
  type FeedPage,
  type Marketplace,
} from '../../../../adapters/core/contract';
import { listBehind } from '../../../../adapters/protocols/rest/records-told';
import type { Expression } from '../../../../adapters/protocols/rest/manifest';
import type { ReceivedRequest } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { failureOf, goods, startRestShop, type RestShop } from './rest-shop';

const OFFERS = feedName('offers');
const PAGE = { page: '${page}', size: '${pageSize}' };
const OFFSET = { offset: '${offset}', size: '${pageSize}' };

let shop: RestShop;
beforeEach(async () => {
  shop = await startRestShop();
});
afterEach(() => shop.close());

/** Every page; a feed that does not end fails. */
async function readAll(marketplace: Marketplace): Promise<readonly FeedPage[]> {
  const pages: FeedPage[] = [];
  for (let cursor: FeedCursor | null = null; ;) {
    const page: FeedPage = await marketplace.feed({ feed: OFFERS, cursor }, callWithin());
    pages.push(page);
    if (page.next === null) return pages;
    if (pages.length > 20) throw new Error('it does not end');
    cursor = page.next;
  }
}

const skus = (pages: readonly FeedPage[]): string[] =>
  pages.flatMap(({ offers }) => offers.map(({ sku }) => sku));
const allOf = (count: number): string[] => goods(1, count).map(({ sku }) => sku);

function manifest(paging: object, at = 'data'): object {
  const query = (paging as { readonly type: string }).type === 'offset' ? OFFSET : PAGE;
  return {
    paging: { size: 10, ...paging },
    records: { at },
    requests: { feed: { path: '/products', query }, byIds: { path: '/products/${sku}' } },
  };
}

/** Answers with so many records at most; `data` may hold others than the goods that are found in the end. */
function serve(data: readonly object[], { cap = 1_000, beyond = 200 } = {}): void {
  shop.reply = ({ query }: ReceivedRequest) => {
    const size = Math.min(Number(query.get('size')), cap);
    const start = query.has('offset') ? Number(query.get('offset')) : (Number(query.get('page')) - 1) * size;
    const slice = data.slice(start, start + size);
    const total = data.length;
    return {
      status: slice.length === 0 ? beyond : 200,
      body: { data: slice, total, last: start + size >= total },
    };
  };
}

/** These goods, and one that is hidden before each of these places. */
function withHidden(count: number, ...places: readonly number[]): readonly object[] {
  return goods(1, count).flatMap((good, i) =>
    places.includes(i)
      ? [
          { sku: `H${i}`, status: 'draft' },
          { ...good, status: 'publish' },
        ]
      : [{ ...good, status: 'publish' }],
  );
}

const PUBLISHED = "data[?status=='publish']";
const KINDS = [
  ['pages', { type: 'page' }],
  ['offsets', { type: 'offset' }],
  ['pages with a total', { type: 'page', total: 'total' }],
  ['offsets with a total', { type: 'offset', total: 'total' }],
  ['pages that say which is the last', { type: 'page', last: 'last' }],
  ['offsets that say which is the last', { type: 'offset', last: 'last' }],
] as const;

describe.each(KINDS)('a list of %s', (_, paging) => {
  it('is read whole where a filter leaves records out, each once', async () => {
    serve(withHidden(33, 0, 5, 12, 30));
    const pages = await readAll(shop.marketplace(manifest(paging, PUBLISHED)));
    expect(skus(pages)).toEqual(allOf(33));
    // What was left out counts: else a total would never be reached.
    expect(pages.reduce((sum, { records }) => sum + records, 0)).toBe(37);
  });

  it('is read whole where a page has nothing but what is left out', async () => {
    const drafts = Array.from({ length: 10 }, (__, i) => ({ sku: `D${i}`, status: 'draft' }));
    const all = withHidden(25);
    serve([...all.slice(0, 10), ...drafts, ...all.slice(10)]);
    expect(skus(await readAll(shop.marketplace(manifest(paging, PUBLISHED))))).toEqual(allOf(25));
  });

  it('is read whole at a shop that gives fewer than it is asked for', async () => {
    serve(goods(1, 33), { cap: 7 });
    expect(skus(await readAll(shop.marketplace(manifest(paging))))).toEqual(allOf(33));
  });

  it('is read whole with both', async () => {
    serve(withHidden(33, 0, 5, 12, 30), { cap: 7 });
    expect(skus(await readAll(shop.marketplace(manifest(paging, PUBLISHED))))).toEqual(allOf(33));
  });
});

describe('a list whose end no one tells', () => {
  it.each([
    ['an empty page', 200],
    ['404', 404],
    ['400, where it was a guess that there is more', 400],
    ['422, where it was a guess that there is more', 422],
  ])('ends with %s', async (_, beyond) => {
    serve(goods(1, 25), { beyond });
    const pages = await readAll(shop.marketplace(manifest({ type: 'page' })));
    expect(skus(pages)).toEqual(allOf(25));
    expect(pages).toHaveLength(4);
  });

  it.each([
    ['400 after a page that was full', 400, goods(1, 20)],
    ['403', 403, goods(1, 25)],
    ['500', 500, goods(1, 25)],
  ])('does not end with %s', async (_, beyond, data) => {
    serve(data, { beyond });
    const reading = readAll(shop.marketplace(manifest({ type: 'page' })));
    expect((await failureOf(reading)).status).toBe(beyond);
  });

  it.each([['data'], [PUBLISHED], ['reverse(data)']])(
    'ends with a page that comes a second time, which the check is shown: %s',
    async (at) => {
      shop.reply = () => ({ body: { data: goods(1, 7).map((good) => ({ ...good, status: 'publish' })) } });
      const pages = await readAll(shop.marketplace(manifest({ type: 'page' }, at)));
      expect(pages.map(({ offers }) => offers.length)).toEqual([7, 7]);
    },
  );

  it('is asked for with a cursor that can be read again', async () => {
    serve(goods(1, 15), { cap: 6 });
    const marketplace = shop.marketplace(manifest({ type: 'offset' }));
    const [, second] = await readAll(marketplace);
    expect(second?.position).toMatch(/^2\/10-4@offers~[0-9a-f]{8}$/);
    const again = await marketplace.feed({ feed: OFFERS, cursor: second?.position ?? null }, callWithin());
    expect(again).toMatchObject({ next: second?.next, position: second?.position });
  });
});

describe('a list that an expression makes, whose records are not known', () => {
  const MADE = "sort_by(data, &sku)[?status=='publish']";

  it.each([
    ['pages', { type: 'page' }],
    ['offsets', { type: 'offset' }],
    ['pages with a total', { type: 'page', total: 'total' }],
    ['offsets with a total', { type: 'offset', total: 'total' }],
  ])('is read to an empty page: %s', async (_, paging) => {
    serve(withHidden(33, 0, 5, 12, 30));
    expect(new Set(skus(await readAll(shop.marketplace(manifest(paging, MADE)))))).toEqual(
      new Set(allOf(33)),
    );
    expect(shop.server.requests).toHaveLength(5);
  });

  it('is not over with an empty page before as many were asked for as its total says', async () => {
    const drafts = Array.from({ length: 10 }, (__, i) => ({ sku: `D${i}`, status: 'draft' }));
    serve([...drafts, ...withHidden(15)]);
    const pages = await readAll(shop.marketplace(manifest({ type: 'page', total: 'total' }, MADE)));
    expect(new Set(skus(pages))).toEqual(new Set(allOf(15)));
  });
});

it('a filter of nothing is nothing: the page beyond the last', async () => {
  shop.reply = ({ query }) => ({
    body: {
      data: query.get('page') === '1' ? goods(1, 10).map((good) => ({ ...good, status: 'publish' })) : null,
    },
  });
  expect(skus(await readAll(shop.marketplace(manifest({ type: 'page' }, PUBLISHED))))).toEqual(allOf(10));
});

it.each([
  ['data', 'data'],
  ['@', '@'],
  ["data.items[?status=='x']", 'data.items'],
  ['data [?a].b[]', 'data'],
  ['data | [?a]', 'data'],
  ['[?a]', '@'],
  ['data.edges[*].node', 'data.edges'],
  ['data[].variants[]', 'data'],
  ['data[0].items', 'data[0].items'],
  ['"a[?b".c', null],
  ['values(data)', null],
  ['values(data)[?a]', null],
  ['data.*', null],
  ['data[0:10]', null],
  ['a || b[?c]', null],
])('the list behind %j is %j', (at, list) => {
  expect(listBehind(at as Expression)).toBe(list);
});
