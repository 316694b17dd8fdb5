import { Client } from 'pg';

/** Where tests look for a real PostgreSQL: a role that may create databases. */
const ADMIN_URL = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Finds out once whether there is a PostgreSQL; with CI=true there must be one. */
export default async function globalSetup(): Promise<void> {
  const client = new Client({ connectionString: ADMIN_URL, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.end();
    process.env['PASAR_TEST_POSTGRES'] = ADMIN_URL;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.env['CI'] === 'true') throw new Error(`CI needs a PostgreSQL: ${reason}`, { cause: error });
    process.stdout.write(`No PostgreSQL (${reason}): its tests are skipped, those on PGlite run.\n`);
  }
}
