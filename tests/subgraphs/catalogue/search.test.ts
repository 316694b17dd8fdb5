import { execute, parse } from 'graphql';
import { createRequestContext } from '../../../subgraphs/request-context';
import { createCatalogueSubgraph } from '../../../subgraphs/catalogue/subgraph';
import type { Subgraph } from '../../../subgraphs/subgraph';
import { describeOnDatabases } from '../../support/databases';
import { indexAll } from '../../support/indexed';
import { offer, scriptedMarketplace, type ScriptedMarketplace } from '../../support/offers';
import { OWN_OFFERS } from '../../support/offer-stubs';

/** As much of an answer as these tests look into. */
interface Data {
  readonly search: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly offerId: string; readonly title: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly facets: Readonly<Record<string, readonly unknown[]>>;
    readonly sources: readonly unknown[];
    readonly correctedText: string | null;
  };
  readonly categories: readonly unknown[];
  readonly regions: readonly unknown[];
}

const BEJO = [
  offer({ sku: 'BRS-5', title: 'Beras Premium Raja Lele 5 kg', price: '72500.50', region: '35.73' }),
  offer({
    sku: 'BRS-25',
    title: 'Beras Medium 25 kg',
    price: '310000',
    region: '35.07',
    smallBusiness: false,
  }),
  offer({
    sku: 'KRP-1',
    title: 'Keripik Tempe Sanan Pedas',
    price: '12500',
    region: '35.73',
    inStock: false,
  }),
  offer({ sku: 'MKN-1', title: 'Makanan Ringan Kotak', price: '16500', region: null, category: 'catering' }),
  offer({
    sku: 'TN-2380',
    title: 'Toner Brother TN-2380',
    price: '890000',
    category: 'stationery',
    domesticProduct: false,
    smallBusiness: null,
  }),
];
const MBIZ = [
  offer({
    marketplace: 'mbiz',
    sku: 'MJ-1',
    title: 'Meja Kerja Jati',
    price: '1450000',
    category: 'furniture',
    tkdn: '82.5',
    region: '35.78',
  }),
  offer({
    marketplace: 'mbiz',
    sku: 'MJ-2',
    title: 'Meja Lipat',
    price: '450000',
    category: 'furniture',
    tkdn: '40',
    region: '35.78',
  }),
  offer({
    marketplace: 'mbiz',
    sku: 'BRS-5',
    title: 'Beras Premium Bengawan 5 kg',
    price: '71000',
    region: '35.78',
    sellerName: 'CV Sumber Pangan',
  }),
];

describeOnDatabases('search', (database) => {
  let catalogue: Subgraph;
  let bejo: ScriptedMarketplace;

  beforeAll(async () => {
    catalogue = createCatalogueSubgraph(database().db, OWN_OFFERS);
    bejo = scriptedMarketplace('jatim-bejo', BEJO);
    await indexAll(database().db, [bejo, scriptedMarketplace('mbiz', MBIZ)]);
  });

  async function run(query: string) {
    const result = await execute({
      schema: catalogue.schema,
      document: parse(query),
      contextValue: createRequestContext(),
    });
    return JSON.parse(JSON.stringify(result)) as {
      data: Data;
      errors?: { message: string; extensions?: Record<string, unknown> }[];
    };
  }
  /** Article numbers of the hits, in order. */
  async function skus(args: string): Promise<string[]> {
    const { data, errors } = await run(`{ search(${args}) { nodes { offerId } } }`);
    expect(errors).toBeUndefined();
    return data.search.nodes.map(({ offerId }) => offerId.replace(/^.*:M1\./, '').replace('mbiz:', ''));
  }

  describe('finds by text:', () => {
    it.each([
      ['a word', 'text: "toner"', ['TN-2380']],
      ['two words, both needed', 'text: "beras medium"', ['BRS-25']],
      ['a word in another form, by its stem', 'text: "makan"', ['MKN-1']],
      ['the beginning of the last word', 'text: "kerip"', ['KRP-1']],
      ['not the beginning of an earlier word', 'text: "kerip pedas"', ['KRP-1']],
      ['words that tell nothing are passed over', 'text: "toner untuk brother"', ['TN-2380']],
      ['an article number, whatever its case', 'text: "tn-2380"', ['TN-2380']],
      ["a seller's name", 'text: "sumber pangan"', ['BRS-5']],
      ["the seller's region", 'text: "keripik malang"', ['KRP-1']],
      ['marks mean nothing', `text: "'toner' & | ! :* \\\\ (brother"`, ['TN-2380']],
      ['a word with a slip', 'text: "tonre"', ['TN-2380']],
      ['a word with a letter missing', 'text: "kripik"', ['KRP-1']],
      ['nothing that exists', 'text: "helikopter"', []],
      ['only marks: nothing', 'text: "!!!"', []],
    ])('%s', async (_, args, expected) => {
      expect(await skus(args)).toEqual(expected);
    });

    it('says which words it searched instead', async () => {
      const { data } = await run('{ search(text: "bersa premum") { totalCount correctedText } }');
      expect(data.search).toEqual({ totalCount: 2, correctedText: 'beras premium' });
      expect((await run('{ search(text: "beras") { correctedText } }')).data.search.correctedText).toBeNull();
    });

    it('puts an article number before words that match', async () => {
      expect((await skus('text: "BRS-25"'))[0]).toBe('BRS-25');
    });
  });

  describe('filters by', () => {
    it.each([
      ['marketplace', '{ marketplaces: ["mbiz"] }', 3],
      ['several categories', '{ categories: ["furniture", "catering"] }', 3],
      ['region', '{ regions: ["35.73"] }', 3],
      ['seller', '{ sellers: ["jatim-bejo:M1"] }', 5],
      ['lowest price, itself included', '{ priceMin: "310000" }', 4],
      ['highest price, exactly', '{ priceMax: "72500.50" }', 4],
      ['a fraction of a rupiah less', '{ priceMax: "72500.49" }', 3],
      ['stock', '{ inStock: true }', 7],
      ['no stock', '{ inStock: false }', 1],
      ['small business', '{ smallBusiness: true }', 6],
      ['other business, which unknown is not', '{ smallBusiness: false }', 1],
      ['domestic product', '{ domesticProduct: false }', 1],
      ['TKDN', '{ tkdnMin: 40 }', 2],
      ['several things at once', '{ regions: ["35.78"], categories: ["furniture"], tkdnMin: "50" }', 1],
      ['nothing', '{ marketplaces: [], priceMin: null }', 8],
    ])('%s', async (_, filter, count) => {
      const { data, errors } = await run(`{ search(filter: ${filter}) { totalCount nodes { title } } }`);
      expect(errors).toBeUndefined();
      expect([data.search.totalCount, data.search.nodes.length]).toEqual([count, count]);
    });
  });

  describe('sorts by', () => {
    it.each([
      ['price', 'sort: PRICE_ASC, first: 3', ['KRP-1', 'MKN-1', 'BRS-5']],
      ['price, dearest first', 'sort: PRICE_DESC, first: 2', ['MJ-1', 'TN-2380']],
      ['TKDN', 'sort: TKDN_DESC, first: 2', ['MJ-1', 'MJ-2']],
      [
        'newness, without losing anything',
        'sort: NEWEST, first: 100, filter: { marketplaces: ["mbiz"], categories: ["furniture"] }',
        expect.arrayContaining(['MJ-1', 'MJ-2']),
      ],
    ])('%s', async (_, args, expected) => {
      expect(await skus(args)).toEqual(expected);
    });
  });

  it('tells of a hit what the index knows, and when it was seen', async () => {
    const { data } = await run(`{ search(text: "BRS-5", filter: { marketplaces: ["jatim-bejo"] }) { nodes {
      offerId title price { amount currency tax } unit stock { state precision quantity } seller { id name region { code name } smallBusiness }
      marketplace { id name } category { code name } domesticProduct tkdn url observedAt offer { __typename id } } } }`);
    expect(data.search.nodes[0]).toEqual({
      offerId: 'jatim-bejo:M1.BRS-5',
      title: 'Beras Premium Raja Lele 5 kg',
      price: { amount: '72500.5', currency: 'IDR', tax: 'EXCLUDED' },
      unit: null,
      stock: { state: 'IN_STOCK', precision: 'AVAILABILITY', quantity: null },
      seller: {
        id: 'jatim-bejo:M1',
        name: 'Toko M1',
        region: { code: '35.73', name: 'Kota Malang' },
        smallBusiness: true,
      },
      marketplace: { id: 'jatim-bejo', name: 'jatim-bejo' },
      category: { code: 'food-drink', name: 'Makanan dan Minuman' },
      domesticProduct: true,
      tkdn: null,
      url: null,
      observedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      offer: { __typename: 'JatimBejoOffer', id: 'jatim-bejo:M1.BRS-5' },
    });
  });

  it('counts facets, each without its own filter', async () => {
    const { data } =
      await run(`{ search(filter: { categories: ["food-drink"], marketplaces: ["jatim-bejo"] }) { totalCount facets {
      marketplaces { value count } categories { value count } regions { value count } priceBands { from to count }
      smallBusiness { value count } domesticProduct { value name count } } } }`);
    expect(data.search).toEqual({
      totalCount: 3,
      facets: {
        // of the food, by marketplace
        marketplaces: [
          { value: 'jatim-bejo', count: 3 },
          { value: 'mbiz', count: 1 },
        ],
        // of what is on Jatim Bejo, by category
        categories: [
          { value: 'food-drink', count: 3 },
          { value: 'catering', count: 1 },
          { value: 'stationery', count: 1 },
        ],
        regions: [
          { value: '35.73', count: 2 },
          { value: '35.07', count: 1 },
        ],
        priceBands: [
          { from: '0', to: '50000', count: 1 },
          { from: '50000', to: '200000', count: 1 },
          { from: '200000', to: '1000000', count: 1 },
        ],
        smallBusiness: [
          { value: 'true', count: 2 },
          { value: 'false', count: 1 },
        ],
        domesticProduct: [{ value: 'true', name: 'Produk dalam negeri', count: 3 }],
      },
    });
  });

  it('shows offers whose source does not say as a value of its own', async () => {
    const { data } = await run(
      '{ search(first: 0) { facets { regions { value name count } smallBusiness { value count } } } }',
    );
    expect(data.search.facets.regions).toContainEqual({ value: null, name: null, count: 1 });
    expect(data.search.facets.smallBusiness).toContainEqual({ value: null, count: 1 });
  });

  describe('pages', () => {
    async function pages(args: string, between?: (page: number) => Promise<void>): Promise<string[]> {
      const ids: string[] = [];
      let after = 'null';
      for (let page = 1; page <= 20; page += 1) {
        const { data, errors } = await run(
          `{ search(${args} first: 3, after: ${after}) { nodes { offerId } pageInfo { hasNextPage endCursor } } }`,
        );
        expect(errors).toBeUndefined();
        ids.push(...data.search.nodes.map(({ offerId }) => offerId));
        if (!data.search.pageInfo.hasNextPage) return ids;
        after = JSON.stringify(data.search.pageInfo.endCursor);
        await between?.(page);
      }
      throw new Error('pages without end');
    }
    const all = [...BEJO, ...MBIZ].map(({ id }) => id);

    it.each(['', 'sort: PRICE_ASC,', 'sort: PRICE_DESC,', 'sort: TKDN_DESC,', 'sort: NEWEST,'])(
      'hold every hit once, with "%s"',
      async (sort) => {
        const ids = await pages(sort);
        expect(ids).toHaveLength(all.length);
        expect(new Set(ids)).toEqual(new Set(all));
      },
    );

    it('hold every hit once by relevance, with a slip in the text too', async () => {
      expect(new Set(await pages('text: "kg",'))).toEqual(
        new Set(all.filter((_, i) => [0, 1, 7].includes(i))),
      );
      expect(await pages('text: "bersa",')).toHaveLength(3);
    });

    it('neither repeat nor lose a hit when others come and go in between', async () => {
      const before = new Set(all);
      const ids = await pages('sort: PRICE_ASC,', async (page) => {
        if (page !== 1) return;
        bejo.offersNow = [
          ...BEJO.slice(1),
          offer({ sku: 'NEW-1', title: 'Kopi', price: '1000' }),
          offer({ sku: 'NEW-2', title: 'Kopi', price: '9000000' }),
        ];
        await database()
          .db.updateTable('feed_sync')
          .set({ due_at: new Date(0) })
          .execute();
        await indexAll(database().db, [bejo]);
      });
      expect(new Set(ids).size).toBe(ids.length);
      // What was there all along is met once; the new one before the cursor is not, the one after it is.
      const lost = [...before].filter((id) => !ids.includes(id));
      expect(lost.filter((id) => id !== 'jatim-bejo:M1.BRS-5')).toEqual([]);
      expect([ids.includes('jatim-bejo:M1.NEW-1'), ids.includes('jatim-bejo:M1.NEW-2')]).toEqual([
        false,
        true,
      ]);

      bejo.offersNow = BEJO;
      await database()
        .db.updateTable('feed_sync')
        .set({ due_at: new Date(0) })
        .execute();
      await indexAll(database().db, [bejo]);
    });
  });

  it('tells how each marketplace that was asked stands', async () => {
    await database()
      .db.updateTable('feed_sync')
      .set({ due_at: new Date(Date.now() + 60_000) })
      .execute();
    const { data } = await run(
      '{ search(filter: { marketplaces: ["mbiz"] }, first: 1) { sources { marketplace { id } status observedAt latencyMs } } }',
    );
    expect(data.search.sources).toEqual([
      {
        marketplace: { id: 'mbiz' },
        status: 'READY',
        observedAt: expect.any(String) as string,
        latencyMs: expect.any(Number) as number,
      },
    ]);
  });

  it('gives offers by id, null for what the index does not know', async () => {
    const { data } = await run(
      '{ one: offer(id: "mbiz:M1.MJ-1") { __typename id } none: offer(id: "mbiz:M1.NONE") { id } several: offers(ids: ["mbiz:M1.MJ-2", "mbiz:M1.NONE", "mbiz:M1.MJ-2"]) { id } }',
    );
    expect(data).toEqual({
      one: { __typename: 'MbizOffer', id: 'mbiz:M1.MJ-1' },
      none: null,
      several: [{ id: 'mbiz:M1.MJ-2' }, null, { id: 'mbiz:M1.MJ-2' }],
    });
  });

  it('lists categories and the 38 regions', async () => {
    const { data } = await run('{ categories { code name } regions { code name } }');
    expect([data.categories.length, data.regions.length]).toEqual([18, 38]);
  });

  describe('refuses, and says what would be right:', () => {
    it.each([
      ['a negative page', 'first: -1', 'first', '-1 is not between 0 and 100'],
      ['a page that is too large', 'first: 101', 'first', '101 is not between 0 and 100'],
      ['a cursor that is none', 'after: "nonsense"', 'after', 'is not a cursor'],
      ['an empty cursor', 'after: ""', 'after', 'is not a cursor'],
      ['a cursor of another shape', 'after: "W10"', 'after', 'is not a cursor'],
      [
        'an unknown region',
        'filter: { regions: ["35.73", "99.99"] }',
        'filter.regions',
        '"99.99" is not known',
      ],
      [
        'an unknown category',
        'filter: { categories: ["makanan"] }',
        'filter.categories',
        'Known are food-drink',
      ],
      [
        'a name in place of an id',
        'filter: { marketplaces: ["Jatim Bejo"] }',
        'filter.marketplaces',
        'is not known',
      ],
      [
        'an unknown marketplace',
        'filter: { marketplaces: ["toko-lain"] }',
        'filter.marketplaces',
        'Known are',
      ],
      ['a seller without a marketplace', 'filter: { sellers: ["M1"] }', 'filter.sellers', 'marketplace:code'],
      [
        'prices the wrong way round',
        'filter: { priceMin: "10", priceMax: "9.99" }',
        'filter.priceMin',
        '10 is above priceMax 9.99',
      ],
      ['a text that is too long', `text: "${'x'.repeat(201)}"`, 'text', 'at most 200'],
      ['too many sellers', `filter: { sellers: [${'"a:b",'.repeat(201)}] }`, 'filter.sellers', 'at most 200'],
    ])('%s', async (_, args, argument, problem) => {
      const { errors } = await run(`{ search(${args}) { nodes { title } } }`);
      expect(errors).toEqual([
        expect.objectContaining({
          message: expect.stringContaining(problem) as string,
          extensions: expect.objectContaining({ code: 'INVALID_INPUT', argument }) as object,
        }),
      ]);
    });

    it.each(['nonsense', 'jatim-bejo:', "mbiz:M1.'; drop table offer; --"])('offer(id: "%s")', async (id) => {
      const { errors } = await run(`{ offer(id: "${id}") { id } }`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', argument: 'id' });
    });

    it('a cursor of another search', async () => {
      const { data } = await run('{ search(first: 1) { pageInfo { endCursor } } }');
      const { errors } = await run(
        `{ search(text: "beras", after: "${data.search.pageInfo.endCursor}") { nodes { title } } }`,
      );
      expect(errors?.[0]?.message).toContain('a cursor of another search');
    });

    it.each([
      ['keys of another kind', (keys: string[]) => [...keys.slice(0, -1).map(() => 'abc'), 'x']],
      ['too few keys', (keys: string[]) => keys.slice(1)],
      ['a key that is a statement', (keys: string[]) => [...keys.slice(0, -1), "'; drop table offer; --"]],
    ])('a cursor that was tampered with: %s', async (_, tamper) => {
      const { data } = await run('{ search(first: 1) { pageInfo { endCursor } } }');
      const [of, keys, mended] = JSON.parse(
        Buffer.from(data.search.pageInfo.endCursor, 'base64url').toString(),
      ) as [string, string[], null];
      const cursor = Buffer.from(JSON.stringify([of, tamper(keys), mended])).toString('base64url');
      const { errors } = await run(`{ search(first: 1, after: "${cursor}") { nodes { title } } }`);
      expect(errors?.[0]).toMatchObject({ extensions: { code: 'INVALID_INPUT', argument: 'after' } });
    });

    it('more ids than a page holds', async () => {
      const { errors } = await run(`{ offers(ids: [${'"mbiz:M1.X",'.repeat(101)}]) { id } }`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', argument: 'ids' });
    });
  });
});
