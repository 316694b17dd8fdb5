import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceReport } from '../../../adapters/conformance/rule';
import { AWKWARD_SHOP_CLIENT, AWKWARD_SHOP_USER } from '../../../adapters/sandbox/partners/awkward-sign-in';
import { CXML_SHOP_CREDENTIALS } from '../../../adapters/sandbox/partners/cxml-shop';
import { EASY_SHOP_KEY } from '../../../adapters/sandbox/partners/easy-shop';
import { FEDERATED_SHOP_TOKEN } from '../../../adapters/sandbox/partners/federated-shop';
import { startPartnerShops, type PartnerShops } from '../../../adapters/sandbox/partners/start-shops';
import { temporaryFolder } from '../../support/temporary-folder';
import { runPasar } from './pasar-process';

const DEFINITIONS = join(__dirname, '../../../adapters/sandbox/partners');

describe('pasar check, with orders, at the shops of the sandbox', () => {
  const folder = temporaryFolder();
  let shops: PartnerShops;
  beforeAll(async () => {
    shops = await startPartnerShops({ port: 0 });
  });
  afterAll(() => shops.close());

  /** The definition that the shop comes with, at the address where it is now. */
  const check = (name: string, server: { readonly url: string }, credentials: Record<string, string>) => {
    const file = join(folder, `${name}.pasar.yaml`);
    const definition = readFileSync(join(DEFINITIONS, `${name}.pasar.yaml`), 'utf8');
    writeFileSync(file, definition.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, server.url));
    const given = Object.entries(credentials).flatMap(([key, value]) => ['--credential', `${key}=${value}`]);
    return runPasar(['check', file, '--allow-private-hosts', '--with-orders', '--json', ...given]);
  };
  const orderRules = ({ results }: ConformanceReport) =>
    results.filter(({ id }) => id >= 'LIVE-52' && id <= 'LIVE-56').map(({ outcome }) => outcome);

  it.each([
    ['easy-shop', () => shops.easy.server, { key: EASY_SHOP_KEY }, 'PASSED'],
    ['awkward-shop', () => shops.awkward.server, AWKWARD_SHOP_CLIENT, 'PASSED'],
    ['awkward-graphql', () => shops.awkward.server, AWKWARD_SHOP_USER, 'SKIPPED'],
    ['cxml-shop', () => shops.cxml.server, CXML_SHOP_CREDENTIALS, 'PASSED'],
    ['federated-shop', () => shops.federated.server, { token: FEDERATED_SHOP_TOKEN }, 'SKIPPED'],
  ] as const)('%s conforms, and keeps no order', async (name, server, credentials, orders) => {
    const { code, out, err } = await check(name, server(), credentials);
    expect([code, err]).toEqual([0, '']);
    const report = JSON.parse(out) as ConformanceReport;
    expect(report.conforms).toBe(true);
    expect(report.results.flatMap(({ level, findings }) => (level === 'MUST' ? findings : []))).toEqual([]);
    expect(new Set(orderRules(report))).toEqual(new Set([orders]));
  });

  it('what was ordered was taken back, as the shop sees it', async () => {
    const before = shops.easy.orders.all().length;
    await check('easy-shop', shops.easy.server, { key: EASY_SHOP_KEY });
    const placed = shops.easy.orders.all().slice(before);
    expect(placed.map(({ state, lines }) => [state, lines.map(({ quantity }) => quantity)])).toEqual([
      ['CANCELLED', [1]],
    ]);
  });

  it('a subgraph is held to what the graph needs before it is asked for offers', async () => {
    const { results } = JSON.parse(
      (await check('federated-shop', shops.federated.server, { token: FEDERATED_SHOP_TOKEN })).out,
    ) as ConformanceReport;
    expect(results.slice(0, 4).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['SUBGRAPH-01', 'PASSED'],
      ['SUBGRAPH-02', 'PASSED'],
      ['SUBGRAPH-03', 'PASSED'],
      ['LIVE-01', 'PASSED'],
    ]);
    const { code, out } = await check('federated-shop', shops.federated.server, { token: 'wrong' });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      conforms: false,
      offersSeen: 0,
      results: [{ id: 'SUBGRAPH-01', outcome: 'FAILED' }],
    });
  });
});
