import { Kysely, PostgresDialect } from 'kysely';
import type { MessagePort } from 'node:worker_threads';
import { Pool } from 'pg';
import { createPgliteDialect } from './embedded/pglite-dialect';
import type { Tables } from './tables';

export type Database = Kysely<Tables>;

/** A PostgreSQL to connect to, or a port to the embedded one. Both speak the same SQL. */
export type DatabaseAddress = { readonly url: string } | { readonly port: MessagePort };

const POOL_SIZE = 8;
const CONNECT_TIMEOUT_MS = 5_000;
/** A search that takes longer has gone wrong; better an error than a pile of them. */
const STATEMENT_TIMEOUT_MS = 30_000;

export function connectDatabase(address: DatabaseAddress): Database {
  if ('port' in address) return new Kysely<Tables>({ dialect: createPgliteDialect(address.port) });
  const pool = new Pool({
    connectionString: address.url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'pasar',
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // So would one that breaks while it is in use, beside failing its query.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
