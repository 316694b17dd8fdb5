import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { sql } from 'kysely';
import { connectDatabase, type Database, type DatabaseAddress } from '../../subgraphs/database/connect';
import { openEmbeddedDatabase } from '../../subgraphs/database/embedded/embedded-database';
import { migrate } from '../../subgraphs/database/migrate';

export interface TestDatabase {
  readonly db: Database;
  /** Another connection to the same database, as another replica would have. */
  connect(): Database;
  address(): DatabaseAddress;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** The URL of a role that may create databases; absent where there is no PostgreSQL. */
export const POSTGRES_URL = process.env['PASAR_TEST_POSTGRES'];

/** Runs the same tests on the embedded database and on a real PostgreSQL, a fresh one each. */
export function describeOnDatabases(title: string, tests: (database: () => TestDatabase) => void): void {
  describe.each([
    { name: 'PGlite', open: openPglite, present: true },
    { name: 'PostgreSQL', open: openPostgres, present: POSTGRES_URL !== undefined },
  ])(`${title} on $name`, ({ open, present }) => {
    if (!present) return it.skip('is skipped: no PostgreSQL can be reached', () => undefined);
    let opened: TestDatabase;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    return tests(() => opened);
  });
}

export async function openPglite(dataDir: string | null = null): Promise<TestDatabase> {
  const embedded = await openEmbeddedDatabase({ dataDir });
  return prepare(
    () => ({ port: embedded.connect() }),
    () => embedded.close(),
  );
}

export async function openPostgres(): Promise<TestDatabase> {
  const { url, drop } = await createPostgres();
  return prepare(() => ({ url }), drop);
}

/** An empty database of its own on the real server. */
export async function createPostgres(): Promise<{ url: string; drop(): Promise<void> }> {
  if (POSTGRES_URL === undefined) throw new Error('no PostgreSQL');
  const name = `pasar_test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(POSTGRES_URL);
  url.pathname = `/${name}`;
  await asAdmin(`create database ${name}`);
  return { url: url.href, drop: () => asAdmin(`drop database ${name} with (force)`) };
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: POSTGRES_URL });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function prepare(address: () => DatabaseAddress, drop: () => Promise<void>): Promise<TestDatabase> {
  const db = connectDatabase(address());
  const others: Database[] = [];
  await migrate(db);
  return {
    db,
    address,
    connect() {
      const other = connectDatabase(address());
      others.push(other);
      return other;
    },
    async empty() {
      await sql`truncate marketplace, offer, offer_observation, feed_sync, rejected_record, title_word,
        orders, order_line, order_event, order_sync, rejected_order,
        purchase, purchase_part, outbox, buyer_session, session_report`.execute(db);
    },
    async close() {
      for (const open of [...others, db]) await open.destroy();
      await drop();
    },
  };
}
