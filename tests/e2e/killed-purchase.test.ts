import { join } from 'node:path';
import { sql } from 'kysely';
import { environmentOf } from '../../adapters/sandbox/environment-of';
import type { Fault } from '../../adapters/sandbox/servers/faults';
import { startSandbox, type Sandbox } from '../../adapters/sandbox/start';
import { connectDatabase, type Database } from '../../subgraphs/database/connect';
import { tokenFor } from '../support/actors';
import { createPostgres, POSTGRES_URL } from '../support/databases';
import { ask, type GraphqlAnswer } from '../support/graphql-client';
import { addressOf, startProcess, type StartedProcess } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

interface Part {
  readonly reference: string;
  readonly state: string;
  readonly orders: readonly { readonly state: string | null }[];
}
type Bought = GraphqlAnswer<{ purchase: { id: string; parts: readonly Part[] } | null }>;

/**
 * The process that buys is killed with SIGKILL at each step of a purchase and started again. What counts
 * is the marketplace's own order book: exactly one order each time.
 */
describe.each([
  { database: 'PGlite', present: true },
  { database: 'PostgreSQL', present: POSTGRES_URL !== undefined },
])('a purchase whose process is killed, on $database', ({ database, present }) => {
  if (!present) return it.skip('is skipped: no PostgreSQL can be reached', () => undefined);
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const running: StartedProcess[] = [];
  let sandbox: Sandbox;
  let postgres: Awaited<ReturnType<typeof createPostgres>> | null = null;
  let token: string;
  let offerId: string;
  let price: string;
  let url: string;
  let keys = 0;

  beforeAll(async () => {
    sandbox = await startSandbox({ scale: 0.003 });
    if (database === 'PostgreSQL') postgres = await createPostgres();
    await start();
    token = await tokenFor(dataDir);
    const found = await askForOffer();
    offerId = found.id;
    price = found.price;
  }, 120_000);
  afterAll(async () => {
    await Promise.all(running.map((started) => started.stop('SIGKILL')));
    await sandbox.close();
    await postgres?.drop();
  });

  /** Starts Pasar again, over the same data and marketplaces that all work. */
  async function start(): Promise<StartedProcess> {
    sandbox.servers.mbiz.knobs.fault = null;
    sandbox.servers.mbiz.knobs.faultFor = '';
    const marketplaces = environmentOf(sandbox.access).map(
      (line) => /^export (\w+)='(.*)'$/.exec(line) ?? [],
    );
    const started = startProcess('gateway/main.ts', [], {
      ...Object.fromEntries(marketplaces.map(([, name = '', value = '']) => [name, value])),
      ...(postgres ? { DATABASE_URL: postgres.url } : {}),
      PORT: '0',
      PASAR_DATA_DIR: dataDir,
      PASAR_ORDER_TIMEOUT_MS: '2000',
    });
    running.push(started);
    url = await addressOf(started);
    sandbox.reportTo(url);
    return started;
  }

  async function askForOffer(): Promise<{ id: string; price: string }> {
    interface Found {
      readonly search: { readonly nodes: readonly { offerId: string; price: { amount: string } }[] };
    }
    const query =
      '{ search(first: 1, filter: { marketplaces: ["mbiz"], inStock: true }, sort: PRICE_ASC) { nodes { offerId price { amount } } } }';
    let found: Found['search']['nodes'] = [];
    await until(async () => {
      found = (await ask<Found>(url, query)).data.search.nodes;
      return found.length > 0;
    }, 60_000);
    return { id: found[0]?.offerId ?? '', price: found[0]?.price.amount ?? '' };
  }

  /** The same wish under the same key, whenever it is asked. The answer is null where the process dies first. */
  function buy(key: string, at = url): Promise<Bought | null> {
    const mutation = `mutation Buy($input: PurchaseInput!, $key: String!) {
      purchase(input: $input, idempotencyKey: $key) { id parts { reference state orders { state } } }
    }`;
    const input = {
      lines: [{ offerId, quantity: '2', expectedPrice: { amount: price } }],
      tolerancePercent: '25',
      deliverTo: { region: '35.73', address: 'Jl. Tugu 1', receiver: 'Bagian Umum' },
    };
    return ask<Bought['data']>(at, mutation, { input, key }, token).catch(() => null);
  }

  const newKey = (): string => `key-${(keys += 1)}`;
  const booked = (): number => sandbox.orders.mbiz.all().length;
  const received = (): number => sandbox.servers.mbiz.received();
  function breakMbiz(path: string, kind: Extract<Fault['kind'], 'hang' | 'hang-before'>): void {
    Object.assign(sandbox.servers.mbiz.knobs, { faultFor: path, fault: { kind } });
  }

  /** After all has come to rest: one more order in the book than before, and the buyer is told of that one. */
  async function expectOneOrder(key: string, before: number): Promise<void> {
    let bought: Bought | null = null;
    await until(async () => {
      bought = await buy(key);
      return bought?.data.purchase?.parts[0]?.state === 'PLACED';
    }, 60_000);
    const [part] = (bought as Bought | null)?.data.purchase?.parts ?? [];
    expect(booked() - before).toBe(1);
    expect(sandbox.orders.mbiz.all().at(-1)?.reference).toBe(part?.reference);
    await until(async () => (await buy(key))?.data.purchase?.parts[0]?.orders[0]?.state === 'CONFIRMED');
    expect(booked() - before).toBe(1);
  }

  it('is placed once when nothing goes wrong', async () => {
    const before = booked();
    await expectOneOrder(newKey(), before);
  });

  it('before the intent is written: nothing was ordered, and asking again orders once', async () => {
    const key = newKey();
    const before = booked();
    const seen = received();
    breakMbiz('/api/products', 'hang-before');
    const asking = buy(key);
    await until(() => received() > seen);
    await running.at(-1)?.stop('SIGKILL');
    expect(await asking).toBeNull();
    expect(booked()).toBe(before);
    await start();
    await expectOneOrder(key, before);
  });

  it.each([
    ['reached the marketplace and was not worked on', 'hang-before', 0],
    ['was worked on and not answered', 'hang', 1],
  ] as const)('during the call, which %s: it is found out, and ordered once', async (_, kind, atDeath) => {
    const key = newKey();
    const before = booked();
    const seen = received();
    breakMbiz('/cxml', kind);
    const asking = buy(key);
    // Two requests: the price, and the order.
    await until(() => received() >= seen + 2 && booked() === before + atDeath);
    await running.at(-1)?.stop('SIGKILL');
    expect(await asking).toBeNull();
    await start();
    // No one asks again: what is owed is seen to all the same.
    await until(() => booked() === before + 1, 60_000);
    await expectOneOrder(key, before);
  });

  if (database !== 'PostgreSQL') return;

  /** Makes the database stand still where a purchase touches a table, and gives the function that mends it. */
  async function standStill(table: string, event: string, when: string): Promise<() => Promise<void>> {
    const db = connectDatabase({ url: postgres?.url ?? '' });
    await sql
      .raw(
        `create function stand_still() returns trigger language plpgsql as
         $$ begin perform pg_sleep(600); return new; end $$;
         create trigger stand_still before ${event} on ${table} for each row ${when} execute function stand_still()`,
      )
      .execute(db);
    return async () => {
      await endSleepers(db);
      await sql.raw(`drop trigger stand_still on ${table}; drop function stand_still()`).execute(db);
      await db.destroy();
    };
  }

  let mend = (): Promise<void> => Promise.resolve();
  afterEach(() => mend());

  async function isStandingStill(): Promise<boolean> {
    const db = connectDatabase({ url: postgres?.url ?? '' });
    const { rows } = await sql`
      select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`.execute(
      db,
    );
    await db.destroy();
    return rows.length > 0;
  }

  /** The dead process's connections, which the server would only notice when they wake. */
  async function endSleepers(db: Database): Promise<void> {
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
  }

  it.each([
    ['after the intent, before the call', 'outbox', 'update', '', 0],
    // Lists of e-Katalog's orders are read at the same time, and are not to stand still.
    [
      'after the call, before its outcome is recorded',
      'orders',
      'insert',
      "when (new.marketplace = 'mbiz')",
      1,
    ],
  ])('%s: ordered once', async (_, table, event, when, atDeath) => {
    const key = newKey();
    const before = booked();
    mend = await standStill(table, event, when);
    const asking = buy(key);
    await until(isStandingStill);
    expect(booked() - before).toBe(atDeath);
    await running.at(-1)?.stop('SIGKILL');
    expect(await asking).toBeNull();
    await mend();
    mend = () => Promise.resolve();
    await start();
    await until(() => booked() === before + 1, 60_000);
    await expectOneOrder(key, before);
  });

  it('asked of two replicas at once, many times: ordered once', async () => {
    const first = url;
    await start();
    const second = url;
    const key = newKey();
    const before = booked();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => buy(key, i % 2 === 0 ? first : second)),
    );
    expect(booked() - before).toBe(1);
    const references = answers.map((answer) => answer?.data.purchase?.parts[0]?.reference);
    expect(new Set(references).size).toBe(1);
    expect(references[0]).toBe(sandbox.orders.mbiz.all().at(-1)?.reference);
  });

  it('of which one replica dies in the middle: the other sees to it, and it is ordered once', async () => {
    const dying = running.at(-1);
    const surviving = await addressOf(running.at(-2) ?? (await start()));
    const key = newKey();
    const before = booked();
    const seen = received();
    breakMbiz('/cxml', 'hang-before');
    const asking = buy(key);
    await until(() => received() >= seen + 2);
    await dying?.stop('SIGKILL');
    expect(await asking).toBeNull();
    sandbox.servers.mbiz.knobs.fault = null;
    url = surviving;
    sandbox.reportTo(url);
    await until(() => booked() === before + 1, 60_000);
    await expectOneOrder(key, before);
  });
});
