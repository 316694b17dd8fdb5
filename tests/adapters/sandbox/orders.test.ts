import { createOrderWorld } from '../../../adapters/sandbox/world/orders';

/** When all that the world will ever hold has been ordered. */
const LATER = new Date('2027-03-01T00:00:00Z');
const create = (scale: number, now = LATER) =>
  createOrderWorld({ scale, sellers: ['600001', '600002'], now: () => now });

interface Row {
  readonly kd_paket?: number;
  readonly kd_paket_produk?: number;
  readonly satker_id?: number;
  readonly order_id?: string;
  readonly kode_satker?: string;
  readonly order_date?: string | null;
  readonly tanggal_buat_paket?: string;
  readonly tanggal_edit_paket?: string;
  readonly status?: string;
  readonly status_paket?: string;
  readonly kd_satker?: number;
  readonly kd_satker_str?: string;
}
type World = ReturnType<typeof create>;

const all = ({ institutions, years }: World, rows: World['packages']): Row[] =>
  institutions.flatMap((klpd) => years.flatMap((year) => [...rows(klpd, year)] as Row[]));

describe('the orders of the sandbox', () => {
  it('are the same every time', () => {
    expect(create(0.1).packages('D180', 2025)).toEqual(create(0.1).packages('D180', 2025));
    expect(create(0.1).orders('D180', 2025)).toEqual(create(0.1).orders('D180', 2025));
  });

  it.each([
    [1, 250, 400],
    [0.002, 12, 12],
  ])(
    'at scale %d are %d packages and %d orders per institution and year, no id of two',
    (scale, packages, orders) => {
      const world = create(scale);
      const books = world.institutions.length * world.years.length;
      const lines = all(world, world.packages);
      expect(new Set(lines.map((row) => row.kd_paket)).size).toBe(packages * books);
      expect(new Set(all(world, world.orders).map((row) => row.order_id)).size).toBe(orders * books);
      const packageOf = new Map(lines.map((row) => [row.kd_paket_produk, row.kd_paket]));
      for (const row of lines) expect(packageOf.get(row.kd_paket_produk)).toBe(row.kd_paket);
    },
  );

  it.each([1, 0.002])('at scale %d hold the quirks of real ones', (scale) => {
    const world = create(scale);
    const lines = world.packages('D180', 2025) as readonly Row[];
    const places = new Map<number | undefined, number[]>();
    lines.forEach((row, i) =>
      places.set(row.kd_paket, [...(places.get(row.kd_paket) ?? []), Math.floor(i / 10)]),
    );
    expect([...places.values()].some((pages) => new Set(pages).size > 1)).toBe(true);
    expect(new Set(lines.map((row) => row.kd_paket_produk)).size).toBeLessThan(lines.length);
    const orders = world.orders('D180', 2025) as readonly Row[];
    expect(orders[9]).toEqual(orders[10]);
    expect(all(world, world.orders).some((row) => row.order_date === null)).toBe(true);
    expect(orders.some(({ status }) => status === 'MENUNGGU_VERIFIKASI_BARU')).toBe(true);
    expect(lines.some(({ status_paket }) => status_paket === 'MENUNGGU_VERIFIKASI_BARU')).toBe(true);
  });

  it('are of work units that the master knows', () => {
    const world = create(0.02);
    const units = world.institutions.flatMap((klpd) => [...world.workUnits(klpd, 2026)] as Row[]);
    const numbers = new Set(units.map((unit) => unit.kd_satker));
    expect(numbers.size).toBe(units.length);
    for (const row of all(world, world.packages)) expect(numbers).toContain(row.satker_id);
    const codes = (world.workUnits('D180', 2026) as readonly Row[]).map((unit) => unit.kd_satker_str);
    expect(codes).toContain('0012');
    for (const row of world.orders('D180', 2025) as readonly Row[]) expect(codes).toContain(row.kode_satker);
  });

  it.each(['2026-01-01', '2026-06-15', '2026-11-22'])('on %s are dated no later', (day) => {
    const now = new Date(`${day}T09:00:00Z`);
    const world = create(0.1, now);
    const lines = all(world, world.packages);
    const dates = [
      ...lines.flatMap((row) => [row.tanggal_buat_paket ?? '', row.tanggal_edit_paket ?? '']),
      ...all(world, world.orders).flatMap((row) => row.order_date ?? []),
    ];
    expect(dates.filter((date) => date.slice(0, 10) > day)).toEqual([]);
    expect(world.orders('D180', 2025)).toHaveLength(create(0.1).orders('D180', 2025).length);
    expect(world.orders('D180', 2026)).toEqual(create(0.1, now).orders('D180', 2026));
    const ids = new Set(all(create(0.1), create(0.1).orders).map((row) => row.order_id));
    expect(all(world, world.orders).filter((row) => !ids.has(row.order_id))).toEqual([]);
  });

  it('of a year that has not begun are none', () => {
    const world = create(1, new Date('2025-12-31T23:00:00Z'));
    expect([world.orders('D180', 2026), world.packages('D180', 2026)]).toEqual([[], []]);
  });

  it.each([
    ['D999', 2025],
    ['D180', 2019],
  ])('of %s in %d are none', (klpd, year) => {
    expect(create(1).orders(klpd, year)).toEqual([]);
    expect(create(1).packages(klpd, year)).toEqual([]);
  });
});
