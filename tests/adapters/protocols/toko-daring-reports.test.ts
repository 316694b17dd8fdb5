import { isDeepStrictEqual } from 'node:util';
import { offerId, parseInstitutionCode, parseWorkUnitCode } from '../../../adapters/core/ids';
import type { SourceOrder } from '../../../adapters/core/order/order';
import { JATIM_BEJO } from '../../../adapters/jatim-bejo/marketplace';
import {
  orderOfReport,
  readReport,
  type ReportBuyer,
} from '../../../adapters/protocols/toko-daring/transaction-report';
import { reportBody, reportItem } from '../../support/reports';

const institution = parseInstitutionCode('D180');
if (institution === null) throw new Error('D180 is an institution');
const BUYER: ReportBuyer = {
  institution,
  workUnit: parseWorkUnitCode('0012'),
  rupCode: null,
  fundingSource: 'APBD',
};

function problemOf(body: unknown): string | null {
  const read = readReport(body);
  return 'problem' in read ? read.problem : null;
}

function orderOf(change: Readonly<Record<string, unknown>> = {}): SourceOrder {
  const read = readReport(reportBody(change));
  if ('problem' in read) throw new Error(read.problem);
  const order = orderOfReport(read, JATIM_BEJO, BUYER);
  if (order === null) throw new Error('its number is none');
  return order;
}

const withItem = (change: Readonly<Record<string, unknown>>) => ({ items: [reportItem(change)] });

describe('a report', () => {
  it('is an order of the buyer whom its token names, without anything personal', () => {
    const order = orderOf();
    expect(order).toMatchObject({
      id: 'jatim-bejo:JB-1',
      number: 'JB-1',
      channel: 'TOKO_DARING',
      status: { status: 'reported', shipment: null, state: 'CONFIRMED' },
      placedAt: new Date('2026-03-02T03:00:00Z'),
      title: 'Beras Premium 5 kg',
      institution: 'D180',
      workUnit: { code: '0012', name: null },
      fundingSource: 'APBD',
      sellerCode: 'M00042',
      sellerName: 'UD Sumber Rejeki',
      completeness: 'WHOLE',
      shippingFee: '15000',
      tax: '23650',
      total: '238650',
      details: { paymentMethod: 'CBD', couriers: 'JNE, Kurir Toko', incomeTax: '1000' },
      problems: [],
    });
    expect(order.lines).toEqual([
      {
        key: '1',
        title: 'Beras Premium 5 kg',
        productId: null,
        sku: 'BRS-005',
        offerId: 'jatim-bejo:M00042.BRS-005',
        quantity: '2',
        unitPrice: '100000',
        shippingFee: null,
        tax: '22000',
        total: '200000',
      },
    ]);
    const all = JSON.stringify(order);
    for (const personal of ['ani', '01.234', '**', 'a-token']) expect(all).not.toContain(personal);
  });

  it('may write amounts as texts, and numbers as keys', () => {
    const asTexts = orderOf({
      ...withItem({ product_price: '100000.00', kuantitas: '2', total: '200000', ppn: '22000.0' }),
      valuasi: '238650.00',
      ongkos_kirim: '15000',
    });
    expect(isDeepStrictEqual(asTexts, orderOf())).toBe(true);
    expect(orderOf({ order_id: 4711, ...withItem({ merchant_id: 42 }) })).toMatchObject({
      id: 'jatim-bejo:4711',
      sellerCode: '42',
    });
  });

  it.each([
    ['SKU', { SKU: 'A-1', sku: undefined }, 'A-1'],
    ['sku', { SKU: undefined, sku: 'A-2' }, 'A-2'],
    ['both', { SKU: 'A-1', sku: 'A-2' }, 'A-1'],
    ['a number', { SKU: 900 }, '900'],
    ['neither', { SKU: undefined }, null],
    ['a dash', { SKU: '-' }, null],
    ['blanks', { SKU: ' \u00a0 ' }, null],
  ])('with the article as %s', (_, change, sku) => {
    const [line] = orderOf(withItem(change)).lines;
    expect(line).toMatchObject({ sku, offerId: sku === null ? null : offerId(JATIM_BEJO, 'M00042', sku) });
  });

  it('with an article number too long for an offer keeps it as text alone', () => {
    expect(orderOf(withItem({ SKU: 'x'.repeat(400) })).lines).toMatchObject([{ offerId: null }]);
  });

  it('of several sellers is one order that names all of them', () => {
    const order = orderOf({
      items: [
        reportItem(),
        reportItem({ merchant_id: 'M2', merchant_name: 'Toko\r\nJaya ' }),
        reportItem({ merchant_id: 'M3', merchant_name: null }),
      ],
    });
    expect(order).toMatchObject({
      sellerCode: null,
      sellerName: 'UD Sumber Rejeki, Toko Jaya',
      title: 'Beras Premium 5 kg (+2)',
    });
    expect(order.lines.map(({ key }) => key)).toEqual(['1', '2', '3']);
  });

  it.each<readonly [string | number, string]>([
    ['2026-03-02T10:00:00+07:00', '2026-03-02T03:00:00.000Z'],
    ['2026-03-02T03:00:00.5Z', '2026-03-02T03:00:00.500Z'],
    ['2026-03-02', '2026-03-01T17:00:00.000Z'],
    ['2026-03-02T00:00:00Z', '2026-03-01T17:00:00.000Z'],
    ['2026-03-02 10:00:00', '2026-03-02T03:00:00.000Z'],
    [1_772_420_400_000, '2026-03-02T03:00:00.000Z'],
  ])('dated %p', (tanggal, instant) => {
    expect(orderOf({ tanggal }).placedAt?.toISOString()).toBe(instant);
  });

  it.each(['ongkos_kirim', 'ongkos_kirim_ppn', 'ppn_total', 'pph_total', 'metode_bayar', 'nama_kurir'])(
    'may leave %s out, null or empty',
    (field) => {
      for (const value of [undefined, null, '']) expect(problemOf(reportBody({ [field]: value }))).toBeNull();
    },
  );

  it('whose number is no id is none of an order', () => {
    const read = readReport(reportBody({ order_id: '9'.repeat(121) }));
    expect('problem' in read ? read : orderOfReport(read, JATIM_BEJO, BUYER)).toBeNull();
  });
});

describe('the sums of a report', () => {
  it.each([
    ['tax on shipping in ppn_total', { ppn_total: 23_650, valuasi: 238_650 }],
    ['tax on shipping beside ppn_total', { ppn_total: 22_000, valuasi: 238_650 }],
    ['no ppn_total', { ppn_total: undefined }],
    ['a total rounded by one', { valuasi: 238_651 }],
    ['no shipping', { ongkos_kirim: null, ongkos_kirim_ppn: null, ppn_total: 22_000, valuasi: 222_000 }],
    [
      'fractions',
      { ...withItem({ product_price: 99_999.75, total: 199_999.5, ppn: 21_999.95 }), valuasi: 238_649 },
    ],
    ['no tax', { ...withItem({ ppn: null }), ongkos_kirim_ppn: 0, ppn_total: 0, valuasi: 215_000 }],
  ])('may come with %s', (_, change) => {
    expect(orderOf(change).problems).toEqual([]);
  });

  it.each([
    [
      'a line',
      withItem({ total: 190_000, ppn: 20_900 }),
      'items.0.total: 190000, 2 at 100000 come to 200000',
    ],
    ['the tax of a line', withItem({ ppn: 20_000 }), 'items.0.ppn: 20000, 11 % of 200000 are 22000'],
    ['the tax', { ppn_total: 99 }, "ppn_total: 99, the items' ppn and that of shipping come to 23650"],
    ['the total', { valuasi: 1 }, 'valuasi: 1, items, shipping and tax come to 238650'],
    ['a price below zero', withItem({ product_price: -5 }), 'items.0.total: 200000, 2 at -5 come to -10'],
  ])('are recorded as a problem of %s, with both numbers, and never refused', (_, change, problem) => {
    expect(orderOf(change).problems).toContain(problem);
  });

  it.each([
    [withItem({ product_price: 1e300, kuantitas: 1e300 })],
    [withItem({ kuantitas: 1e-300 })],
    [{ valuasi: '9'.repeat(40) }],
    [withItem({ total: -1e300, ppn_persentase: 1e300 })],
  ])('%j stays exact and is a problem', (change) => {
    expect(orderOf(change).problems).not.toEqual([]);
  });
});
