import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { OrderReference } from '../../adapters/core/ids';
import { connectDatabase, type Database } from '../../subgraphs/database/connect';
import { tokenOf } from '../../subgraphs/orders/receiving/buyer-sessions';
import { SAVE_PATH } from '../../subgraphs/orders/receiving/toko-daring-routes';
import { tokenFor } from '../support/actors';
import { ask } from '../support/graphql-client';
import { load, rounded } from './load';

export interface OrdersBench {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly marketplaces: Readonly<Record<string, string>>;
  record(row: Record<string, unknown>): void;
}

const ROWS = 1_000_000;
const REPORTS = 1_000;

/** What orders cost, on PostgreSQL: purchases, reports that come in, and lists over a large ledger. */
export async function measureOrders(bench: OrdersBench): Promise<void> {
  const { url, pid, dataDir, record } = bench;
  const headers = { authorization: `Bearer ${await tokenFor(dataDir)}` };
  const db = connectDatabase({ url: bench.databaseUrl });
  try {
    const offers = await mbizOffers(url);
    const purchase = (index: number) => purchaseOf(offers[index % offers.length] ?? { id: '', price: '' });
    for (const [concurrency, count] of [
      [1, 200],
      [16, 600],
    ] as const) {
      const result = await load({ url, pid, concurrency, count, headers }, purchase);
      record({ what: 'purchase of one line, placed by cXML', concurrency, ...rounded(result) });
    }
    for (const concurrency of [1, 16])
      record({
        what: 'transaction report received',
        concurrency,
        ...(await reports(bench, db, concurrency)),
      });

    await fill(db);
    for (const [what, query] of LISTS) {
      const body = () => ({ query });
      await load({ url, pid, concurrency: 4, count: 40, headers }, body);
      for (const concurrency of [1, 16]) {
        const result = await load({ url, pid, concurrency, count: 300, headers }, body);
        record({ what: `${what}, ledger of ${ROWS} orders`, concurrency, ...rounded(result) });
      }
    }
  } finally {
    await db.destroy();
  }
}

const LISTS = [
  [
    'page of 20 orders',
    '{ orders(first: 20) { nodes { id number state total placedAt } pageInfo { endCursor } } }',
  ],
  [
    'page of 20 orders with lines, history and count',
    '{ orders(first: 20) { totalCount nodes { id state total lines { title total } history { state at } } } }',
  ],
  [
    'totals by marketplace, state and month',
    '{ orderTotals { total byMarketplace { key total } byState { key total } byMonth { key total } } }',
  ],
] as const;

async function mbizOffers(url: string): Promise<readonly { id: string; price: string }[]> {
  interface Found {
    readonly search: { readonly nodes: readonly { offerId: string; price: { amount: string } }[] };
  }
  const query =
    '{ search(first: 100, filter: { marketplaces: ["mbiz"], inStock: true }, sort: PRICE_ASC) { nodes { offerId price { amount } } } }';
  const { data } = await ask<Found>(url, query);
  return data.search.nodes.map(({ offerId, price }) => ({ id: offerId, price: price.amount }));
}

function purchaseOf({ id, price }: { id: string; price: string }): object {
  return {
    query:
      'mutation($i: PurchaseInput!, $k: String!) { purchase(input: $i, idempotencyKey: $k) { parts { state } } }',
    variables: {
      k: randomUUID(),
      i: {
        lines: [{ offerId: id, quantity: '1', expectedPrice: { amount: price } }],
        tolerancePercent: '25',
        deliverTo: { region: '35.73', address: 'Jl. Tugu 1', receiver: 'Umum' },
      },
    },
  };
}

/** Reports of as many sessions at once, each with the token that its last report was answered with. */
async function reports(
  { url, marketplaces }: OrdersBench,
  db: Database,
  concurrency: number,
): Promise<object> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const headers = {
    'x-client-id': marketplaces['PASAR_JATIM_BEJO_CLIENT_ID'] ?? '',
    'x-client-secret': marketplaces['PASAR_JATIM_BEJO_CLIENT_SECRET'] ?? '',
  };
  const tokens = await Promise.all(Array.from({ length: concurrency }, () => openSession(db)));
  const times: number[] = [];
  const started = performance.now();
  await Promise.all(
    tokens.map(async (first) => {
      let token = first;
      for (let i = 0; i < REPORTS / concurrency; i += 1) {
        const sent = performance.now();
        const { data } = JSON.parse(await post(`${url}${SAVE_PATH}`, reportOf(token), agent, headers)) as {
          data: { new_token: string };
        };
        times.push(performance.now() - sent);
        token = data.new_token;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return rounded({ p50: at(0.5), p95: at(0.95), p99: at(0.99), perSecond: times.length / seconds });
}

async function openSession(db: Database): Promise<string> {
  const [id, purchase] = [randomUUID(), randomUUID()];
  const reference = `PSR-${id}` as OrderReference;
  await sql`insert into purchase (id, subject, idempotency_key, institution, input_hash, input)
            values (${purchase}, 'bench', ${id}, 'D180', '', '{}')`.execute(db);
  await sql`insert into purchase_part (reference, purchase_id, position, institution, marketplace, mode, state,
                                       order_id, seller_name, draft)
            values (${reference}, ${purchase}, 0, 'D180', 'jatim-bejo', 'HANDOFF', 'HANDED_OFF', ${id}, '', '{}')`.execute(
    db,
  );
  await sql`insert into buyer_session (id, marketplace, reference, institution, subject, role, token_key)
            values (${id}, 'jatim-bejo', ${reference}, 'D180', 'bench', 'PP', ${id})`.execute(db);
  return tokenOf({ id, token_key: id }, 0);
}

function reportOf(token: string): string {
  const item = {
    product_name: 'Beras Premium 5 kg',
    product_price: 72_000,
    SKU: 'BRS-1',
    merchant_id: 'M1',
    merchant_name: 'Toko',
  };
  return JSON.stringify({
    order_id: `B-${randomUUID()}`,
    items: [1, 2, 3].map((kuantitas) => ({
      ...item,
      kuantitas,
      total: 72_000 * kuantitas,
      ppn: 7_920 * kuantitas,
      ppn_persentase: 11,
    })),
    ongkos_kirim: 15_000,
    ppn_total: 47_520,
    valuasi: 494_520,
    tanggal: '2026-11-20T09:00:00+07:00',
    metode_bayar: 'CBD',
    nama_kurir: 'Kurir',
    token,
  });
}

function post(url: string, body: string, agent: Agent, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A million orders of 38 institutions over three years, with three lines and one event each for a part of them. */
async function fill(db: Database): Promise<void> {
  await sql`
    insert into orders (id, marketplace, number, channel, source_status, state, state_at, placed_at, sorted_at, month,
                        updated_at, observed_at, institution, budget_accounts, total, details, problems, fingerprint)
    select marketplace || ':N' || i, marketplace, 'N' || i, 'INAPROC_V6', 'X', state, at, at, at, to_char(at, 'YYYY-MM'),
           at, at, 'D' || (159 + i % 38), '[]', 10000 + (i::bigint * 7919) % 9000000, '{}', '[]', ''
    from (
      select i, (array['jatim-bejo', 'mbiz', 'ekatalog-lokal'])[1 + i % 3] as marketplace,
             (array['COMPLETED', 'PAID', 'PROCESSING', 'SHIPPED', 'CANCELLED', 'NEGOTIATING'])[1 + (i / 7) % 6] as state,
             timestamptz '2026-11-20' - (i % 94608000) * interval '95 seconds' as at
      from generate_series(1, ${sql.lit(ROWS)}) i
    ) made`.execute(db);
  await sql`
    insert into order_line (order_id, key, position, title, total)
    select id, line::text, line, 'Beras Premium 5 kg', 72000 from orders, generate_series(1, 3) line
    where institution = 'D180' and channel = 'INAPROC_V6' on conflict do nothing`.execute(db);
  await sql`
    insert into order_event (order_id, channel, message_id, source_status, state, step, at)
    select id, channel, 'x', source_status, state, 'FIRST', state_at from orders
    where institution = 'D180' and channel = 'INAPROC_V6' on conflict do nothing`.execute(db);
  await sql`vacuum analyze orders`.execute(db);
  await sql`vacuum analyze order_line`.execute(db);
  await sql`vacuum analyze order_event`.execute(db);
}
