import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  startFakeServer,
  type FakeServer,
  type Handler,
} from '../../../adapters/sandbox/servers/fake-server';
import { temporaryFolder } from '../../support/temporary-folder';
import { runPasar } from './pasar-process';
import { product, PRODUCTS, restDefinition, restShop, TOKEN } from './rest-shop';

describe('pasar try', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'toko.pasar.yaml');
  let handler: Handler;
  let server: FakeServer;
  beforeEach(async () => {
    handler = restShop();
    server = await startFakeServer((...args) => handler(...args));
    writeFileSync(file, restDefinition(server.url));
  });
  afterEach(() => server.close());
  const tryIt = (...args: readonly string[]) =>
    runPasar(['try', file, '--allow-private-hosts', ...args], { PASAR_CREDENTIAL_TOKEN: TOKEN });

  it('waits once where it is asked to for a moment, and fails where it is asked to again', async () => {
    for (const [refusals, code] of [
      [1, 0],
      [2, 1],
    ] as const) {
      let asked = 0;
      handler = (request, knobs) =>
        (asked += 1) <= refusals
          ? { status: 429, headers: { 'retry-after': '1' }, body: {} }
          : restShop()(request, knobs);
      const ran = await tryIt('--first', '2');
      expect([ran.code, asked]).toEqual([code, 2]);
      if (code === 1) expect(ran.err).toMatch(/^page 1 of the feed: RATE_LIMITED: /);
    }
  });

  it('shows offers as Pasar sees them, under columns', async () => {
    const { code, out, err } = await tryIt('--first', '2');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      [
        'ID                    TITLE      PRICE  TAX       STOCK  SELLER     REGION       CATEGORY',
        'toko-baik:TB.BRS-001  Beras 1 kg  10001  EXCLUDED   5 kg  Toko Baik  Kota Malang  food-drink',
        'toko-baik:TB.BRS-002  Beras 2 kg  10002  EXCLUDED   5 kg  Toko Baik  Kota Malang  food-drink',
        '',
        '2 offers shown; 10 records read of 25, 0 not understood.',
        '',
      ]
        .join('\n')
        .replace('TITLE      PRICE', 'TITLE       PRICE'),
    );
  });

  it('reads as many pages as it needs', async () => {
    const { out } = await tryIt('--first', '12', '--json');
    const { offers } = JSON.parse(out) as { offers: { id: string }[] };
    expect(offers).toHaveLength(12);
    expect(server.received()).toBe(2);
  });

  it('shows what was not understood below, with the reason', async () => {
    handler = restShop([product(1, { price: null }), product(2, { name: '' }), ...PRODUCTS.slice(2)]);
    const { code, out } = await tryIt('--first', '3');
    expect(code).toBe(0);
    expect(out).toContain(
      '3 offers shown; 10 records read of 25, 2 not understood.\n  BRS-001: mapping.price',
    );
    expect(out).toMatch(/\n {2}BRS-002: mapping\.title.*\$\.data\[1\]\.name/);
  });

  it('lets nothing that a marketplace sends move the cursor', async () => {
    const hostile = '\u001b]0;owned\u0007\u001b[2J\u009b31mBeras\u202e';
    handler = restShop([product(1, { name: hostile, unit: hostile, sku: 'A\u001b[31m' })]);
    for (const args of [[], ['--json']]) {
      const { code, out } = await tryIt(...args);
      expect(code).toBe(0);
      expect(out).toContain('Beras');
      expect(out.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
    }
  });

  it('says why nothing can be read', async () => {
    handler = () => ({ status: 401, body: {} });
    const { code, out, err } = await tryIt();
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^page 1 of the feed: UNAUTHENTICATED: .*; check the credentials[^\n]*\n$/);
  });

  it('says so where nothing is there', async () => {
    handler = restShop([]);
    const { code, out } = await tryIt();
    expect([code, out]).toEqual([0, 'no offers\n\n0 offers shown; 0 records read of 0, 0 not understood.\n']);
  });
});
