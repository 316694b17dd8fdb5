import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanText } from '../../adapters/core/clean-text';
import { addDecimals, decimal, ZERO, type Decimal } from '../../adapters/core/decimal';
import { parseInstitutionCode } from '../../adapters/core/ids';
import { createEkatalogLokal } from '../../adapters/ekatalog-lokal/marketplace';
import { startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { INAPROC_PATH, inaprocHandler } from '../../adapters/sandbox/servers/inaproc';
import type { Database } from '../../subgraphs/database/connect';
import { parseOrderQuery } from '../../subgraphs/orders/ledger/order-query';
import { readTotals } from '../../subgraphs/orders/ledger/order-totals';
import { createLocalNews } from '../../subgraphs/news/news';
import type { OrderChange } from '../../subgraphs/orders/order-news';
import { createListReader } from '../../subgraphs/orders/reading/list-reader';
import { actorOf } from '../support/actors';
import { describeOnDatabases } from '../support/databases';

const FOLDER = join(__dirname, '../../../shared/data');
const FILES = ['ekatalog_v5_paket_k34', 'ekatalog_v6_paket_k34', 'rup_master_satker_k34'] as const;
const absent = FILES.filter((name) => !existsSync(join(FOLDER, `${name}.jsonl`)));
if (absent.length > 0)
  process.stdout.write(`No ${absent.join(', ')} in ${FOLDER}: the ledger of real orders is skipped.\n`);

interface PackageRow {
  readonly tahun_anggaran: number;
  readonly satker_id: number;
  readonly kd_paket: number;
  readonly status_paket: string;
  readonly ongkos_kirim: number | null;
  readonly total_harga: number;
}
interface OrderRow {
  readonly fiscal_year: number;
  readonly order_id: string;
  readonly nama_satker: string;
  readonly status: string;
  readonly shipment_status: string;
  readonly total: number;
}
interface UnitRow {
  readonly kd_satker: number;
  readonly nama_satker: string;
}

function rowsOf<Row>(name: (typeof FILES)[number]): readonly Row[] {
  const lines = readFileSync(join(FOLDER, `${name}.jsonl`), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
}

function countBy<T>(items: Iterable<T>, key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => addDecimals(total, value), ZERO);

/** 4,790 rows of a ministry's orders of four years through gateway, adapter and list reader. */
describeOnDatabases('a ledger of real orders', (database) => {
  if (absent.length > 0) return it.skip('is not here', () => undefined);
  const packages = rowsOf<PackageRow>('ekatalog_v5_paket_k34');
  const units = new Map(rowsOf<UnitRow>('rup_master_satker_k34').map((unit) => [unit.kd_satker, unit]));
  const orderRows = rowsOf<OrderRow>('ekatalog_v6_paket_k34');
  const orders = [...new Map(orderRows.map((row) => [row.order_id, row])).values()];
  const published: OrderChange[] = [];

  async function readAll(db: Database): Promise<void> {
    const token = 'real';
    const rows = {
      sellers: new Map(),
      packages: (_: string, year: number) => packages.filter((row) => row.tahun_anggaran === year),
      orders: (_: string, year: number) => orderRows.filter((row) => row.fiscal_year === year),
      workUnits: () => [...units.values()],
    };
    const server = await startFakeServer(inaprocHandler(rows, { token }));
    const institution = parseInstitutionCode('K34');
    const inaproc = {
      url: `${server.url}${INAPROC_PATH}`,
      token,
      institutions: institution ? [institution] : [],
      years: [2023, 2024, 2025, 2026],
    };
    const marketplace = createEkatalogLokal(
      { feeds: [], secret: 's', masterListsUrl: null, inaproc },
      { orderPageSize: 100 },
    );
    const news = createLocalNews<OrderChange>();
    news.subscribe((change) => published.push(change));
    const reader = createListReader({ db, news, marketplaces: [marketplace], everyMs: 3_600_000 });
    // Due again at once: one round is one reading of each list.
    await db
      .updateTable('order_sync')
      .set({ due_at: new Date(0) })
      .execute();
    await reader.readPending();
    await reader.stop();
    await marketplace.close();
    await server.close();
  }

  const ledger = () => database().db.selectFrom('orders').selectAll().orderBy('id').execute();
  const lines = () =>
    database().db.selectFrom('order_line').selectAll().orderBy('order_id').orderBy('key').execute();
  const events = () =>
    database().db.selectFrom('order_event').selectAll().orderBy('order_id').orderBy('message_id').execute();

  beforeAll(() => readAll(database().db));

  it('holds each order once, and every list was read whole', async () => {
    expect([packages.length, orderRows.length, orders.length]).toEqual([3_162, 1_628, 1_627]);
    expect(await ledger()).toHaveLength(3_162 + 1_627);
    expect(new Set(published.map(({ orderId }) => orderId)).size).toBe(3_162 + 1_627);
    const lists = await database().db.selectFrom('order_sync').selectAll().execute();
    expect(lists).toHaveLength(8);
    expect(lists.reduce((records, list) => records + list.records, 0)).toBe(3_162 + 1_628);
    expect(lists.map(({ problem, rejected }) => [problem, rejected])).toEqual(lists.map(() => [null, 0]));
  });

  it('has the counts by status of the files', async () => {
    const held = await ledger();
    const v5 = held.filter(({ channel }) => channel === 'INAPROC_V5');
    const v6 = held.filter(({ channel }) => channel === 'INAPROC_V6');
    expect(countBy(v5, (row) => row.source_status)).toEqual(countBy(packages, (row) => row.status_paket));
    expect(countBy(v6, (row) => `${row.source_status}/${row.shipment_status ?? ''}`)).toEqual(
      countBy(orders, (row) => `${row.status}/${row.shipment_status}`),
    );
    expect(held.filter(({ state }) => state === null)).toEqual([]);
  });

  it('adds up to the totals of the files, to the last fraction of a rupiah', async () => {
    const expected = sum([
      ...packages.map((row) => decimal(row.total_harga)),
      ...orders.map((row) => decimal(row.total)),
    ]);
    expect(sum((await ledger()).map(({ total }) => total ?? ZERO))).toBe(expected);
    const actor = actorOf({ institution: parseInstitutionCode('K34') });
    const totals = await readTotals(database().db, parseOrderQuery(null, actor), new Map());
    expect([totals.count, totals.total]).toEqual([4_789, expected]);
    const fees = sum(packages.map((row) => decimal(row.ongkos_kirim ?? 0)));
    expect(sum((await lines()).map((line) => line.shipping_fee ?? ZERO))).toBe(fees);
  });

  it("has every order's work unit by the master's name, in v6 by its own", async () => {
    const held = new Map((await ledger()).map((row) => [row.id.split(':')[1], row.work_unit_name]));
    const expected = new Map([
      ...packages.map((row) => {
        const unit = units.get(row.satker_id)?.nama_satker ?? '';
        return [String(row.kd_paket), cleanText(unit)] as const;
      }),
      ...orders.map((row) => [row.order_id, cleanText(row.nama_satker)] as const),
    ]);
    expect(held).toEqual(expected);
  });

  it('is the same after everything was read a second time', async () => {
    const [before, linesBefore, eventsBefore] = [await ledger(), await lines(), await events()];
    published.length = 0;
    await readAll(database().db);
    const after = await ledger();
    const seen = (rows: typeof after) => rows.map(({ observed_at: _, ...row }) => row);
    expect(seen(after)).toEqual(seen(before));
    expect(after.every((row, i) => row.observed_at > (before[i]?.observed_at ?? row.observed_at))).toBe(true);
    expect(await lines()).toEqual(linesBefore);
    expect(await events()).toEqual(eventsBefore);
    expect(published).toEqual([]);
  });
  return undefined;
});
