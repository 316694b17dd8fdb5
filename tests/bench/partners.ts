import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Actor } from '../../adapters/core/actor';
import type { MarketplaceId } from '../../adapters/core/ids';
import { startFakeServer, type FakeServer } from '../../adapters/sandbox/servers/fake-server';
import { connectDatabase, type Database } from '../../subgraphs/database/connect';
import { createSecretBox, type SecretKey } from '../../subgraphs/partners/credentials/secret-box';
import { readSecretKeys } from '../../subgraphs/partners/credentials/config';
import { publishVersion } from '../../subgraphs/registry/onboarding/publish-version';
import { registerVersion } from '../../subgraphs/registry/onboarding/register-version';
import { actorOf, tokenFor } from '../support/actors';
import { ask } from '../support/graphql-client';
import { addressOf, startProcess } from '../support/processes';
import { until } from '../support/until';
import { load, rounded, rssMbOf } from './load';
import { filteredSearch, livePage } from './queries';

export interface PartnersBench {
  readonly marketplaces: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  record(row: Record<string, unknown>): void;
}

const PARTNERS = 1_000;
const GOODS = 10;
const ADMIN: Actor = actorOf({ subject: 'bench', role: 'ADMIN', institution: null, workUnit: null });

/** What a thousand partners cost a start, a search and a live page; and how soon one more is seen. */
export async function measurePartners({ marketplaces, databaseUrl, record }: PartnersBench): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pasar-bench-'));
  const environment = {
    ...marketplaces,
    PORT: '0',
    PASAR_DATA_DIR: dataDir,
    PASAR_LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
    PASAR_ALLOW_PRIVATE_HOSTS: '1',
  };
  const keys = readSecretKeys({ PASAR_DATA_DIR: dataDir });
  const shops = await startFakeServer(goodsOf);
  const db = connectDatabase({ url: databaseUrl });
  try {
    await measureGateway(0, environment, record);
    const started = performance.now();
    await joinAll(db, keys, shops);
    const joined = (performance.now() - started) / 1000;
    record({
      what: 'partners registered and published',
      partners: PARTNERS,
      seconds: Math.round(joined * 10) / 10,
    });
    await measureGateway(PARTNERS, environment, record);
    await measurePublishing({ db, keys, shops, dataDir }, environment, record);
  } finally {
    await db.destroy();
    await shops.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureGateway(
  partners: number,
  environment: Record<string, string>,
  record: PartnersBench['record'],
): Promise<void> {
  const started = performance.now();
  const gateway = startProcess('gateway/main.ts', [], environment);
  const url = await addressOf(gateway);
  record({
    partners,
    what: 'start, until it answers',
    seconds: Math.round((performance.now() - started) / 10) / 100,
  });
  const pid = gateway.child.pid ?? 0;
  record({ partners, what: 'memory after the start', rssMb: Math.round(rssMbOf(pid) ?? 0) });
  if (partners > 0) {
    const reading = performance.now();
    await until(async () => (await indexedPartners(url)) >= partners * GOODS, 600_000);
    record({
      partners,
      what: 'their goods indexed',
      seconds: Math.round((performance.now() - reading) / 100) / 10,
    });
  }
  record({ partners, what: 'first live page, planned', ...(await firstAnswer(url)) });
  const cases = [
    ['search, 2 filters, facets', filteredSearch, 400],
    ['live page of 20 offers', livePage, 300],
    ...(partners > 0 ? ([['live page of 20 offers of partners', partnersPage, 300]] as const) : []),
  ] as const;
  for (const [what, body, count] of cases) {
    const headers = { 'cache-control': 'no-cache' };
    await load({ url, pid, concurrency: 4, count: 60, headers }, body);
    record({ partners, what, ...rounded(await load({ url, pid, concurrency: 1, count, headers }, body)) });
  }
  record({ partners, what: 'memory after the load', rssMb: Math.round(rssMbOf(pid) ?? 0) });
  await gateway.stop();
}

/** An operation that was not asked before: its plan is made for it. */
async function firstAnswer(url: string): Promise<object> {
  const query =
    '{ search(first: 20) { nodes { title offer { __typename price { amount } seller { name } } } } }';
  const started = performance.now();
  await ask(url, query);
  return { ms: Math.round(performance.now() - started) };
}

function partnersPage(index: number): unknown {
  const ids = Array.from({ length: 5 }, (_, i) => idOf((index * 5 + i) % PARTNERS));
  return {
    query:
      'query ($ids: [ID!]) { search(first: 20, filter: { marketplaces: $ids }) { nodes { title offer { price { amount freshness } stock { state } } } } }',
    variables: { ids },
  };
}

async function indexedPartners(url: string): Promise<number> {
  const { data } = await ask<{ marketplaces: { partner: boolean; offerCount: number }[] }>(
    url,
    '{ marketplaces { partner offerCount } }',
  );
  return data.marketplaces.reduce((sum, { partner, offerCount }) => sum + (partner ? offerCount : 0), 0);
}

interface Joining {
  readonly db: Database;
  readonly keys: readonly SecretKey[];
  readonly shops: FakeServer;
}

async function joinAll(db: Database, keys: readonly SecretKey[], shops: FakeServer): Promise<void> {
  const box = createSecretBox(keys);
  for (let place = 0; place < PARTNERS; place += 1) await registerOne({ db, keys, shops }, place, box);
  await db.updateTable('partner_version').set({ check_state: 'PASSED' }).execute();
  for (let place = 0; place < PARTNERS; place += 1) {
    const publishing = {
      id: idOf(place),
      version: null,
      acceptBreaking: false,
      action: 'PUBLISHED',
    } as const;
    const problems = await publishVersion(publishing, ADMIN, { db, box, hosts: { privateHosts: true } });
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
  }
}

async function registerOne(
  { db, shops }: Joining,
  place: number,
  box: ReturnType<typeof createSecretBox>,
): Promise<void> {
  const { problems } = await registerVersion(
    {
      document: definitionOf(idOf(place), `${shops.url}/${place}`),
      credentials: [{ name: 'key', value: `k-${place}` }],
    },
    ADMIN,
    { db, box },
  );
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
}

/** From the answer of publishing to a search hit and a live price at each of two replicas. */
async function measurePublishing(
  { db, keys, shops, dataDir }: Joining & { readonly dataDir: string },
  environment: Record<string, string>,
  record: PartnersBench['record'],
): Promise<void> {
  const gateways = [1, 2].map((replica) =>
    startProcess('gateway/main.ts', [], {
      ...environment,
      PASAR_DATA_DIR: join(dataDir, String(replica)),
      PASAR_SECRET_KEY: keyText(dataDir),
    }),
  );
  const urls = await Promise.all(gateways.map(addressOf));
  const [first = ''] = urls;
  const token = await tokenFor(join(dataDir, '1'), ADMIN);
  const box = createSecretBox(keys);
  const seconds: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const place = PARTNERS + turn;
    await registerOne({ db, keys, shops }, place, box);
    await db
      .updateTable('partner_version')
      .set({ check_state: 'PASSED' })
      .where('marketplace', '=', idOf(place))
      .execute();
    const started = performance.now();
    await ask(
      first,
      `mutation { publishMarketplace(id: "${idOf(place)}") { problems { message } } }`,
      undefined,
      token,
    );
    await Promise.all(
      urls.map((url) =>
        until(async () => {
          const { data } = await ask<{
            search: { nodes: { offer: { price: { freshness: string } | null } | null }[] } | null;
          }>(
            url,
            `{ search(first: 5, filter: { marketplaces: ["${idOf(place)}"] }) { nodes { offer { price { freshness } } } } }`,
          );
          return data.search?.nodes.some(({ offer }) => offer?.price?.freshness === 'LIVE') ?? false;
        }, 60_000),
      ),
    );
    seconds.push((performance.now() - started) / 1000);
  }
  seconds.sort((a, b) => a - b);
  record({
    what: 'from publishing one more until found and live at two replicas',
    medianSeconds: Math.round((seconds[2] ?? 0) * 100) / 100,
    slowestSeconds: Math.round((seconds[4] ?? 0) * 100) / 100,
  });
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  const { rows } = await sql<{ partners: number }>`select count(*)::int as partners from partner`.execute(db);
  record({ what: 'partners in the end', partners: rows[0]?.partners });
}

function keyText(dataDir: string): string {
  const [key] = readSecretKeys({ PASAR_DATA_DIR: dataDir });
  if (key === undefined) throw new Error('there is a key');
  return key.material.export().toString('hex');
}

function idOf(place: number): MarketplaceId {
  return `toko-${place}` as MarketplaceId;
}

function definitionOf(id: string, url: string): string {
  return `pasar: 1
id: ${id}
name: Toko ${id.slice('toko-'.length)}
protocol: rest
url: ${url}
authentication: { type: apiKey, name: X-Api-Key }
requests:
  feed: { path: /products, query: { page: '\${page}', limit: '\${pageSize}' } }
  byIds: { path: /products, query: { skus: '\${skus}' } }
batch: 50
paging: { type: page, total: total }
records: { at: data }
mapping:
  sku: product.sku
  title: product.name
  price: { from: product.price, minorUnits: 2 }
  tax: { constant: INCLUDED }
  stock: { type: quantity, quantity: product.stock }
  seller: { code: { constant: '1' }, name: product.vendor, location: product.city }
  category: { from: product.kind, values: { makanan: food-drink } }
`;
}

/** Every shop at one address: the first segment of the path says which. */
function goodsOf({ path, query }: { path: string; query: URLSearchParams }): { body: unknown } {
  const place = path.split('/')[1] ?? '0';
  const wanted = query.get('skus')?.split(',');
  const goods = Array.from({ length: GOODS }, (_, i) => ({
    sku: `S-${i}`,
    name: `Kopi bubuk robusta ${i + 1}00 gram toko ${place}`,
    price: 1_250_000 + i * 1_000,
    stock: 5 + i,
    vendor: `Toko ${place}`,
    city: 'Kota Malang',
    kind: 'makanan',
  }));
  const data = wanted
    ? goods.filter(({ sku }) => wanted.includes(sku))
    : Number(query.get('page')) === 1
      ? goods
      : [];
  return { body: { data, total: GOODS } };
}
