import { ulidTime } from '../../../adapters/protocols/inaproc/ulid-time';
import { createInaprocOrders } from '../../../adapters/protocols/inaproc/orders-port';
import type { SourceOrder } from '../../../adapters/core/order/order';
import type { OrderFeedName } from '../../../adapters/core/order/orders-port';
import { callWithin } from '../../support/call';
import {
  list,
  MARKETPLACE,
  ORDER,
  PACKAGE_LINE,
  scriptedGateway,
  V5,
  V6,
  type ScriptedGateway,
} from '../../support/scripted-gateway';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());

async function only(feed: OrderFeedName, row: object): Promise<SourceOrder> {
  const { orders, rejected } = await gateway.page(feed, list([row]));
  expect(rejected).toEqual([]);
  const [order] = orders;
  if (!order) throw new Error('no order');
  return order;
}

describe('a v5 package', () => {
  it('is read from its lines, exactly and without what is personal', async () => {
    const order = await only(V5, PACKAGE_LINE);
    expect(order).toMatchObject({
      id: 'ekatalog-lokal:8258770',
      number: 'POL-P2512-8258770',
      channel: 'INAPROC_V5',
      statusAt: new Date('2026-01-03T00:00:00+07:00'),
      placedAt: new Date('2025-12-11T00:00:00+07:00'),
      title: 'Pengadaan Mebel',
      fiscalYear: 2025,
      workUnit: { code: '0012', name: 'Dinas Komunikasi' },
      rupCode: '45806011',
      budgetAccounts: ['WA.1', 'WA.2'],
      sellerCode: '600001',
      completeness: 'PARTIAL',
      total: null,
      problems: [],
    });
    expect(order.lines).toEqual([
      expect.objectContaining({
        key: '30883477',
        quantity: '34.8',
        unitPrice: '334180.55',
        shippingFee: '6000',
        total: '11635483.14',
      }),
    ]);
    expect(JSON.stringify(order)).not.toMatch(/0812|019"/);
  });

  it('has the lines that are on the page, each once', async () => {
    const second = { ...PACKAGE_LINE, kd_paket_produk: 2 };
    const { orders, records } = await gateway.page(V5, list([PACKAGE_LINE, second, PACKAGE_LINE]));
    expect(orders.map(({ lines }) => lines.map(({ key }) => key))).toEqual([['30883477', '2']]);
    expect(records).toBe(3);
  });

  it.each([
    ['by a rupiah is rounding', 11_635_484.14, []],
    [
      'by more is a problem',
      11_635_485,
      ['line 30883477: the total 11635485 is not quantity × price + shipping, 11635483.14'],
    ],
  ])('whose total is off %s', async (_, total, problems) => {
    expect((await only(V5, { ...PACKAGE_LINE, total_harga: total })).problems).toEqual(problems);
  });

  it.each([
    ['a plan of 0', { kd_rup: 0 }, { rupCode: null }],
    ['an unknown unit', { satker_id: 5 }, { workUnit: { code: null, name: null } }],
    ['no number', { no_paket: null }, { number: '8258770' }],
    [
      'no year and institution',
      { tahun_anggaran: null, kd_klpd: null },
      { fiscalYear: 2025, institution: 'D180' },
    ],
    ['a year of its own', { tahun_anggaran: 2024 }, { fiscalYear: 2024 }],
    ['a date that is none', { tanggal_buat_paket: '0000-00-00' }, { placedAt: null }],
  ])('with %s', async (_, change, expected) => {
    expect(await only(V5, { ...PACKAGE_LINE, ...change })).toMatchObject(expected);
  });

  it.each([
    ['no line id', { kd_paket_produk: null }, /^kd_paket_produk: /],
    ['no status', { status_paket: null }, /^status_paket: /],
    ['a price that is no number', { harga_satuan: 'mahal' }, /^harga_satuan: is not an exact decimal/],
    ['a package id that has lost digits', { kd_paket: 9.3e18 }, /^kd_paket: /],
    ['another institution', { kd_klpd: 'K34' }, /is K34, and D180 was asked for/],
  ])('with %s is set aside, and the others are kept', async (_, change, reason) => {
    const wrong = { ...PACKAGE_LINE, kd_paket_produk: 7, ...change };
    const { orders, rejected } = await gateway.page(V5, list([wrong, PACKAGE_LINE, 'no row at all']));
    expect(orders).toHaveLength(1);
    expect(rejected).toEqual([
      { recordId: expect.any(String) as string, reason: expect.stringMatching(reason) as string },
      { recordId: '?/?', reason: expect.any(String) as string },
    ]);
  });
});

describe('a v6 order', () => {
  it('is read whole', async () => {
    expect(await only(V6, ORDER)).toMatchObject({
      id: 'ekatalog-lokal:01JZ24W963T98FB48G4A1ZDG6E',
      status: { status: 'ON_PROCESS', shipment: 'SHIPPING', state: 'SHIPPED' },
      statusAt: null,
      placedAt: new Date('2025-07-01T00:00:00+07:00'),
      title: 'Belanja ATK',
      workUnit: { code: '0012', name: 'DINAS KOMUNIKASI' },
      rupCode: '058501404',
      budgetAccounts: ['5.1', '5.2'],
      completeness: 'WHOLE',
      lines: [
        { key: 'a-1', quantity: null, unitPrice: null },
        { key: 'a-2', quantity: null, unitPrice: null },
      ],
      shippingFee: null,
      total: '261234121',
      details: { rupName: 'Belanja ATK', miniCompetition: false },
      problems: [],
    });
  });

  it.each([
    [
      'a count that its list does not have',
      { count_product: 3 },
      { problems: ['count_product is 3, and product_id lists 2'] },
    ],
    ['no date', { order_date: null }, { placedAt: null, problems: [] }],
    [
      'an instant for a date',
      { order_date: '2026-03-05T22:38:31.06Z' },
      { placedAt: new Date('2026-03-05T22:38:31.06Z') },
    ],
    [
      'a date that is none',
      { order_date: 'soon' },
      { placedAt: null, problems: ['order_date is not a date'] },
    ],
    [
      'a work unit as a number, its zeros lost',
      { kode_satker: 12 },
      { workUnit: { code: null, name: 'DINAS KOMUNIKASI' } },
    ],
    ['no products', { product_id: null, count_product: 0 }, { lines: [], problems: [] }],
  ])('with %s', async (_, change, expected) => {
    expect(await only(V6, { ...ORDER, ...change })).toMatchObject(expected);
  });

  it('that comes twice is one', async () => {
    const { orders } = await gateway.page(V6, list([ORDER, { ...ORDER, last_update_ref: 'x' }]));
    expect(orders).toHaveLength(1);
  });
});

it('there is a feed per generation, institution and year, and none without a gateway', async () => {
  expect(gateway.createOrders().feeds).toEqual(['v5:D180:2024', V5, 'v6:D180:2024', V6]);
  const none = createInaprocOrders({ marketplace: MARKETPLACE, access: null, http: gateway.http });
  expect(none.feeds).toEqual([]);
  await expect(none.page({ feed: V5, cursor: null }, callWithin())).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});

it.each([
  ['01JX0000000000000000000000', '2025-06-05'],
  ['01JX000000000000000000000', null],
  ['8258770', null],
  ['01JX00000000000000000000IL', null],
  ['00000000000000000000000000', null],
  ['7ZZZZZZZZZZZZZZZZZZZZZZZZZ', null],
])('the number %s was begun on %s', (number, day) => {
  expect(ulidTime(number)?.toISOString().slice(0, 10) ?? null).toBe(day);
});
