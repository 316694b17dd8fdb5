import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanText } from '../../../adapters/core/clean-text';
import { addDecimals, decimal, ZERO, type Decimal } from '../../../adapters/core/decimal';
import { createHttpSource } from '../../../adapters/core/http/http-source';
import { marketplaceId, parseInstitutionCode } from '../../../adapters/core/ids';
import type { SourceOrder } from '../../../adapters/core/order/order';
import { createInaprocOrders } from '../../../adapters/protocols/inaproc/orders-port';
import { startFakeServer, type FakeServer } from '../../../adapters/sandbox/servers/fake-server';
import { INAPROC_PATH, inaprocHandler } from '../../../adapters/sandbox/servers/inaproc';
import { readOrders, type OrderReadings } from '../../support/orders-read';

const FOLDER = join(__dirname, '../../../../shared/data');
const FILES = ['ekatalog_v5_paket_k34', 'ekatalog_v6_paket_k34', 'rup_master_satker_k34'];
const absent = FILES.filter((name) => !existsSync(join(FOLDER, `${name}.jsonl`)));
if (absent.length > 0)
  process.stdout.write(`No ${absent.join(', ')} in ${FOLDER}: real orders are skipped.\n`);

interface PackageRow {
  readonly tahun_anggaran: number;
  readonly satker_id: number;
  readonly kd_paket: number;
  readonly status_paket: string;
  readonly total_harga: number;
}
interface OrderRow {
  readonly fiscal_year: number;
  readonly order_id: string;
  readonly order_date: string | null;
  readonly kode_satker: string;
  readonly nama_satker: string;
  readonly rup_code: string;
  readonly status: string;
  readonly shipment_status: string;
  readonly total: number;
}
interface UnitRow {
  readonly kd_satker: number;
  readonly kd_satker_str: string;
  readonly nama_satker: string;
}

function rowsOf<Row>(name: string | undefined): readonly Row[] {
  const text = readFileSync(join(FOLDER, `${name ?? ''}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

function countBy<T>(items: Iterable<T>, key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

const sum = (values: readonly (Decimal | null)[]): Decimal =>
  addDecimals(...values.map((value) => value ?? ZERO));

/** What a ministry ordered on e-Katalog in four years, dirty as it is, through gateway and adapter. */
(absent.length > 0 ? describe.skip : describe)('real orders', () => {
  const http = createHttpSource(marketplaceId('e-katalog'));
  let server: FakeServer;
  let packages: readonly PackageRow[];
  let orders: readonly OrderRow[];
  let units: readonly UnitRow[];
  let read: OrderReadings;
  const of = (channel: SourceOrder['channel']): SourceOrder[] =>
    read.orders.filter((order) => order.channel === channel);

  beforeAll(async () => {
    packages = rowsOf<PackageRow>(FILES[0]);
    orders = rowsOf<OrderRow>(FILES[1]);
    units = rowsOf<UnitRow>(FILES[2]);
    const token = 'real';
    const rows = {
      sellers: new Map(),
      packages: (_: string, year: number) => packages.filter((row) => row.tahun_anggaran === year),
      orders: (_: string, year: number) => orders.filter((row) => row.fiscal_year === year),
      workUnits: () => units,
    };
    server = await startFakeServer(inaprocHandler(rows, { token }));
    const institution = parseInstitutionCode('K34');
    const access = {
      url: `${server.url}${INAPROC_PATH}`,
      token,
      institutions: institution ? [institution] : [],
      years: [2023, 2024, 2025, 2026],
    };
    const marketplace = marketplaceId('e-katalog');
    read = await readOrders(createInaprocOrders({ marketplace, access, http, pageSize: 100 }));
  });
  afterAll(async () => {
    http.close();
    await server.close();
  });

  it('are all understood', () => {
    expect(read.rejected).toEqual([]);
    expect(read.records).toBe(3_162 + 1_628);
    expect(of('INAPROC_V5')).toHaveLength(3_162);
    // One is told twice, and the two rows lie on one page or on two.
    expect(new Set(of('INAPROC_V6').map(({ id }) => id)).size).toBe(1_627);
  });

  it('have the statuses that the files have, and a state each', () => {
    expect(countBy(of('INAPROC_V5'), ({ status }) => status.status)).toEqual(
      countBy(packages, (row) => row.status_paket),
    );
    const unique = new Map(orders.map((row) => [row.order_id, row])).values();
    const told = new Map(of('INAPROC_V6').map((order) => [order.id, order])).values();
    expect(countBy(told, ({ status }) => `${status.status}/${status.shipment ?? ''}`)).toEqual(
      countBy(unique, (row) => `${row.status}/${row.shipment_status}`),
    );
    expect(read.orders.filter(({ status }) => status.state === null)).toEqual([]);
  });

  it('add up to the same rupiah', () => {
    const lines = of('INAPROC_V5').flatMap((order) => order.lines);
    expect(sum(lines.map(({ total }) => total))).toBe(sum(packages.map((row) => decimal(row.total_harga))));
    const told = [...new Map(of('INAPROC_V6').map((order) => [order.id, order])).values()];
    const unique = [...new Map(orders.map((row) => [row.order_id, row])).values()];
    expect(sum(told.map(({ total }) => total))).toBe(sum(unique.map((row) => decimal(row.total))));
  });

  it('have the work units of the master, in v6 by the name that the order itself writes', () => {
    const byNumber = new Map(units.map((unit) => [unit.kd_satker, unit]));
    const codes = new Set(units.map((unit) => unit.kd_satker_str));
    const expected = new Map(
      packages.map((row) => {
        const unit = byNumber.get(row.satker_id);
        return [
          String(row.kd_paket),
          { code: unit?.kd_satker_str, name: cleanText(unit?.nama_satker ?? '') },
        ];
      }),
    );
    for (const { id, workUnit } of of('INAPROC_V5'))
      expect(workUnit).toEqual(expected.get(id.split(':')[1] ?? ''));
    const names = new Map(orders.map((row) => [row.order_id, row]));
    for (const { number, workUnit, rupCode, placedAt } of of('INAPROC_V6')) {
      const row = names.get(number);
      expect([workUnit.code, rupCode]).toEqual([row?.kode_satker, row?.rup_code]);
      expect(workUnit.name).toBe(cleanText(row?.nama_satker ?? ''));
      expect(codes).toContain(workUnit.code);
      expect(placedAt?.getTime() ?? null).toBe(
        row?.order_date ? Date.parse(row.order_date) - 7 * 3_600_000 : null,
      );
    }
  });

  it('that do not add up say so, and only they', () => {
    expect(of('INAPROC_V5').filter(({ problems }) => problems.length > 0)).toHaveLength(3);
    expect(of('INAPROC_V6').filter(({ problems }) => problems.length > 0)).toHaveLength(116);
  });
});
