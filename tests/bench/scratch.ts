import { environmentFrom, startProcess } from '../support/processes';
import { Client } from 'pg';
import { measurePartners } from './partners';
async function main() {
  const c = new Client({ connectionString: 'postgres://postgres@127.0.0.1:5432/postgres' });
  await c.connect(); await c.query('drop database if exists pasar_scratch'); await c.query('create database pasar_scratch'); await c.end();
  const sandbox = startProcess('adapters/sandbox/main.ts', [], { PASAR_SANDBOX_SCALE: '0.05' });
  const marketplaces = await environmentFrom(sandbox);
  try { await measurePartners({ marketplaces, databaseUrl: 'postgres://postgres@127.0.0.1:5432/pasar_scratch', record: (row) => console.log(JSON.stringify(row)) }); } finally { await sandbox.stop(); }
}
main().catch((e) => { console.error(e); process.exit(1); });
