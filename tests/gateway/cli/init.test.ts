import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { PartnerDefinitionOf } from '../../../adapters/partners/partner-definition';
import { definitionJsonSchema } from '../../../adapters/partners/definition-schema';
import { readDefinition } from '../../../adapters/partners/read-definition';
import { writeDraft } from '../../../gateway/cli/drafts/draft';
import { draftFromOpenApi } from '../../../gateway/cli/openapi/draft-from-openapi';
import { readOpenApi } from '../../../gateway/cli/openapi/read-openapi';
import { temporaryFolder } from '../../support/temporary-folder';
import { BROKEN, CURSORS, ENVELOPES, INDONESIAN, NO_SHOP } from './openapi-documents';
import { runPasar } from './pasar-process';

const folder = temporaryFolder();
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('pasar init', () => {
  it.each(['rest', 'graphql', 'toko-daring', 'seller-feed', 'cxml', 'federation'])(
    'writes a definition for %s that is valid as it stands, with comments',
    async (protocol) => {
      const { code, out, err } = await runPasar(['init', '--protocol', protocol]);
      expect([code, err]).toEqual([0, '']);
      const { definition, problems } = readDefinition(out);
      expect(problems).toEqual([]);
      expect(definition?.protocol).toBe(protocol === 'graphql' ? 'rest' : protocol);
      expect(out).toMatch(/^# A definition for Pasar/);
      expect(out).toContain('# TODO');
    },
  );

  it('overwrites nothing unless it is told to', async () => {
    const out = join(folder, 'mine.pasar.yaml');
    const schema = join(folder, 'pasar.schema.json');
    const first = await runPasar(['init', '--out', out]);
    expect([first.code, first.out]).toEqual([
      0,
      `${out} is written, and ${schema} for editors. Fill in its TODOs, then: pasar try ${out}\n`,
    ]);
    writeFileSync(schema, 'mine');
    writeFileSync(out, 'mine');
    const second = await runPasar(['init', '--out', out]);
    expect([second.code, second.err]).toEqual([2, `--out: ${out} is there already; --force overwrites it\n`]);
    expect([readFileSync(out, 'utf8'), readFileSync(schema, 'utf8')]).toEqual(['mine', 'mine']);
    expect((await runPasar(['init', '--out', out, '--force'])).code).toBe(0);
    expect(readDefinition(readFileSync(out, 'utf8')).problems).toEqual([]);
    expect(JSON.parse(readFileSync(schema, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(definitionJsonSchema())),
    );
  });

  it('begins with where editors find the schema, beside it and without a network', async () => {
    const out = join(folder, 'toko-sayur.pasar.yaml');
    expect((await runPasar(['init', '--out', out])).code).toBe(0);
    const [, named] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(out, 'utf8')) ?? [];
    expect(existsSync(resolve(dirname(out), named ?? 'nothing'))).toBe(true);
  });

  it.each([
    ['toko-sayur.pasar.yaml', 'toko-sayur'],
    ['toko-buah.yml', 'toko-buah'],
    ['Toko Buah.pasar.yaml', 'toko-contoh'],
    ['api.v2.json', 'toko-contoh'],
  ])('%s is the definition of %s', async (name, id) => {
    const out = join(folder, name);
    for (const protocol of ['rest', 'federation']) {
      await runPasar(['init', '--protocol', protocol, '--out', out, '--force']);
      expect(readDefinition(readFileSync(out, 'utf8')).definition?.id).toBe(id);
    }
  });

  it('writes nothing where it can not', async () => {
    const out = join(folder, 'no', 'where.yaml');
    const { code, err } = await runPasar(['init', '--out', out]);
    expect([code, err]).toEqual([2, `--out: ${out} can't be written (ENOENT)\n`]);
  });

  it('writes one from a document', async () => {
    const out = join(folder, 'tani.pasar.yaml');
    const { code } = await runPasar(['init', '--from', file('tani.json', ENVELOPES), '--out', out]);
    expect(code).toBe(0);
    expect(readDefinition(readFileSync(out, 'utf8')).definition).toMatchObject({
      id: 'tani',
      name: expect.any(String),
    });
  });

  it.each([
    ['Swagger 2', 'swagger: "2.0"', /no OpenAPI 3 document .*it is Swagger 2; convert it first/],
    ['something else', '{"a": 1}', /no OpenAPI 3 document/],
    ['no JSON', '{"a": ', /is neither JSON nor YAML/],
    ['no YAML', 'a: [b', /is neither JSON nor YAML/],
  ])('says what is wrong with %s', async (_, text, told) => {
    const from = file('wrong.yaml', text);
    const out = join(folder, 'never.yaml');
    const { code, err } = await runPasar(['init', '--from', from, '--out', out]);
    expect([code, err.trimEnd().split('\n')]).toEqual([2, [expect.stringMatching(told)]]);
    expect(existsSync(out)).toBe(false);
  });
});

describe('a definition out of an OpenAPI document', () => {
  const drafted = async (document: string) => {
    const text = writeDraft(draftFromOpenApi(await readOpenApi(file('api.yaml', document))));
    const { definition, problems } = readDefinition(text);
    expect(problems).toEqual([]);
    return { text, definition: definition as PartnerDefinitionOf<'rest'> };
  };

  it('finds list and single read among others, through envelopes and references', async () => {
    const { definition, text } = await drafted(ENVELOPES);
    expect(definition).toMatchObject({
      id: 'toko-tani',
      name: 'Toko Tani',
      url: 'https://jatim.tani.example/v2',
      authentication: { type: 'bearer' },
      requests: {
        feed: { path: '/products', query: { page: '${page}', per_page: '${pageSize}', channel: 'web' } },
        byIds: { path: '/products/${sku}' },
      },
      paging: { type: 'page', size: 250, first: 1, total: 'meta.total_count' },
      records: { at: 'data' },
      mapping: {
        sku: 'product.productId',
        title: 'product.name',
        description: 'product.short_description',
        price: 'product.price.amount',
        stock: { type: 'quantity', quantity: 'product.stock_quantity' },
        unit: 'product."unit-of-measure"',
        seller: { code: 'product.seller.id', name: 'product.seller.name', location: 'product.seller.city' },
        category: { from: 'product.category', values: { Beras: 'other', Gula: 'other' } },
        imageUrl: 'product.images[0].src',
        updatedAt: 'product.updated_at',
      },
    });
    expect(definition.recordsById).toBeUndefined();
    expect(text).toContain('# Guessed by the name: price.amount\n  price:');
    expect(text).toContain('TODO fill in what is required beside the page');
  });

  it('understands Indonesian names, lists without an envelope, and a count in a header', async () => {
    const { definition, text } = await drafted(INDONESIAN);
    expect(definition).toMatchObject({
      id: 'pasar-rakyat',
      name: 'Pasar Rakyat',
      url: 'https://api.toko-contoh.example/api',
      authentication: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      requests: {
        feed: { path: '/barang', query: { limit: '${pageSize}', offset: '${offset}' } },
        byIds: { path: '/barang/${sku}' },
      },
      paging: { type: 'offset', total: { header: 'x-total-count' } },
      records: { at: '@' },
      mapping: {
        sku: 'product.kode',
        title: 'product.nama',
        description: 'product.deskripsi',
        price: 'product.harga',
        stock: { type: 'availability', available: 'product.tersedia' },
        unit: 'product.satuan',
        category: { from: 'product.kategori', values: {} },
        domesticProduct: 'product.pdn',
        tkdn: 'product.tkdn',
        shippingFee: 'product.ongkir',
        url: 'product.tautan',
        imageUrl: 'product.gambar',
      },
    });
    expect(text).toContain('# TODO Base address');
    expect(text).toContain('# The document does not say that it is needed.');
  });

  it('finds cursors, client credentials, minor units, and schemas that are put together', async () => {
    const { definition, text } = await drafted(CURSORS);
    expect(definition).toMatchObject({
      authentication: { type: 'oauth2', tokenPath: '/v1/token', scope: 'catalog.read stock.read' },
      requests: {
        feed: { path: '/v1/catalog/items', query: { page_token: '${cursor}', page_size: '${pageSize}' } },
        byIds: { path: '/v1/items/${sku}' },
      },
      paging: { type: 'cursor', size: 1000, next: 'next_page_token', total: 'total' },
      records: { at: 'result.items' },
      recordsById: { at: '@' },
      mapping: {
        sku: 'product.sku',
        title: 'product.title',
        price: { from: 'product.price_cents', minorUnits: 2 },
        stock: { type: 'none' },
      },
    });
    // Its stock is a text, of which no number is made.
    expect(text).toContain('# TODO quantity (a number)');
  });

  it('has placeholders and TODOs where nothing can be guessed', async () => {
    const { definition, text } = await drafted(NO_SHOP);
    expect(definition).toMatchObject({
      id: 'toko-contoh',
      name: 'Toko Contoh',
      authentication: { type: 'none' },
    });
    for (const field of ['id', 'name', 'url', 'authentication', '  feed', '  byIds', 'paging', 'mapping'])
      expect(text).toMatch(new RegExp(`# TODO [^\\n]*\\n(?: *#[^\\n]*\\n)*${field}:`));
  });

  it('takes no document at its word', async () => {
    const { definition } = await drafted(BROKEN);
    expect(definition.requests.feed).toMatchObject({ path: '/barang' });
    expect(definition.mapping).toMatchObject({
      sku: 'product.sku',
      title: 'product.name',
      price: 'product.price',
    });
  });
});
