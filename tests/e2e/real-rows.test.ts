import { execute, parse } from 'graphql';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanText } from '../../adapters/core/clean-text';
import { noFeedMemory } from '../../adapters/core/contract';
import { marketplaceId, offerId } from '../../adapters/core/ids';
import { createMbiz } from '../../adapters/mbiz/marketplace';
import { startFakeServer, type FakeServer } from '../../adapters/sandbox/servers/fake-server';
import { PULL_PATH, tokoDaringHandler, type Shelf } from '../../adapters/sandbox/servers/toko-daring';
import { createCatalogueSubgraph } from '../../subgraphs/catalogue/subgraph';
import { createRequestContext } from '../../subgraphs/request-context';
import { describeOnDatabases } from '../support/databases';
import { indexAll } from '../support/indexed';
import { OWN_OFFERS } from '../support/offer-stubs';

const FILE = join(__dirname, '../../../shared/data/marketplace_products_prdect.csv');
const present = existsSync(FILE);
if (!present) process.stdout.write(`No ${FILE}: the test of real listings is skipped.\n`);

interface Row {
  readonly product_name: string;
  readonly location: string;
  readonly price: string;
}

/** A field is quoted where it holds a comma, a quote or a line break; quotes in it are doubled. */
function parseCsv(text: string): readonly Row[] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    lines.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end !== ',') lines.push([]);
  }
  const [header, ...records] = lines.filter((fields) => fields.length > 1);
  return records.map(
    (fields) => Object.fromEntries(header?.map((name, i) => [name, fields[i] ?? '']) ?? []) as unknown as Row,
  );
}

/** 1,315 real listings, dirty as they are, through server, adapter, index and search. */
describeOnDatabases('real listings', (database) => {
  if (!present) return it.skip('are not here', () => undefined);
  const rows = parseCsv(readFileSync(FILE, 'utf8'));
  const sku = (index: number): string => `PRD-${index}`;
  let server: FakeServer;

  beforeAll(async () => {
    const record = (index: number): unknown => ({
      product_name: rows[index]?.product_name,
      product_price: Number(rows[index]?.price),
      is_available: true,
      product_category: {},
      SKU: sku(index),
      merchant_id: 'T1',
      merchant_name: 'Toko',
      merchant_city: rows[index]?.location,
      is_PDN: null,
      is_taxable: null,
    });
    const shelf: Shelf = { size: rows.length, record, find: () => null };
    server = await startFakeServer(tokoDaringHandler(shelf, { clientId: 'c', clientSecret: 's' }));
    const mbiz = createMbiz(
      { url: `${server.url}${PULL_PATH}`, clientId: 'c', clientSecret: 's' },
      noFeedMemory,
    );
    await indexAll(database().db, [mbiz]);
    await mbiz.close();
  });
  afterAll(() => server.close());

  it('are all understood, with their exact prices and cleaned names', async () => {
    expect(rows).toHaveLength(1_315);
    const stored = await database()
      .db.selectFrom('offer')
      .select(['sku', 'title', 'price', 'region', 'seller_location'])
      .execute();
    expect(await database().db.selectFrom('rejected_record').select('reason').execute()).toEqual([]);
    const bySku = new Map(stored.map((offer) => [offer.sku, offer]));
    rows.forEach((row, i) => {
      expect(bySku.get(sku(i))).toMatchObject({
        title: cleanText(row.product_name),
        price: row.price,
        seller_location: cleanText(row.location),
      });
    });
    const regions = new Map(stored.map(({ seller_location, region }) => [seller_location, region]));
    expect(regions.get('Kota Surabaya')).toBe('35.78');
    expect(regions.get('Surabaya')).toBe('35.78');
    expect(regions.get('Kab. Malang')).toBe('35.07');
    expect(regions.get('Jakarta Barat')).toBeNull();
  });

  it('are every one found again by their names', async () => {
    const { schema } = createCatalogueSubgraph(database().db, OWN_OFFERS);
    const document = parse(
      'query ($text: String!) { search(text: $text, first: 100) { nodes { offerId } correctedText } }',
    );
    const lost: string[] = [];
    for (const [index, { product_name }] of rows.entries()) {
      const { data, errors } = await execute({
        schema,
        document,
        variableValues: { text: product_name },
        contextValue: createRequestContext(),
      });
      expect(errors).toBeUndefined();
      const found = (
        data as unknown as { search: { nodes: { offerId: string }[]; correctedText: string | null } }
      ).search;
      const id: string = offerId(marketplaceId('mbiz'), 'T1', sku(index));
      if (found.correctedText !== null || !found.nodes.some(({ offerId: hit }) => hit === id))
        lost.push(product_name);
    }
    expect(lost).toEqual([]);
  });
  return undefined;
});
