import { JATIM_BEJO } from '../../../adapters/jatim-bejo/marketplace';
import { readDone, readReport } from '../../../adapters/protocols/toko-daring/transaction-report';
import { reportBody, reportItem } from '../../support/reports';

function problemOf(body: unknown): string | null {
  const read = readReport(body);
  return 'problem' in read ? read.problem : null;
}

const withItem = (change: Readonly<Record<string, unknown>>) => ({ items: [reportItem(change)] });

describe('what is wrong with a report is said by field:', () => {
  const invalid = (field: string) => new RegExp(`^${field.replace(/\./g, '\\.')}: `);

  it.each<readonly [string, unknown, RegExp]>([
    ['null', null, invalid('record')],
    ['nothing', undefined, invalid('record')],
    ['a list', [], invalid('record')],
    ['a text', 'x', invalid('record')],
    ['an empty object', {}, invalid('order_id')],
    ['no number', reportBody({ order_id: undefined }), invalid('order_id')],
    ['an empty number', reportBody({ order_id: ' ' }), /^order_id: is empty$/],
    ['a number in fractions', reportBody({ order_id: 1.5 }), invalid('order_id')],
    ['no items', reportBody({ items: [] }), /^items: has no items$/],
    ['items that are none', reportBody({ items: 'x' }), invalid('items')],
    ['an item that is none', reportBody({ items: [null] }), invalid('items.0')],
    [
      'too many items',
      reportBody({ items: Array.from({ length: 1_001 }, () => reportItem()) }),
      /^items: has more than 1000 items$/,
    ],
    [
      'an item without a name',
      reportBody(withItem({ product_name: undefined })),
      invalid('items.0.product_name'),
    ],
    ['an item without a seller', reportBody(withItem({ merchant_id: null })), invalid('items.0.merchant_id')],
    [
      'an item of an empty seller',
      reportBody(withItem({ merchant_id: '' })),
      /^items\.0\.merchant_id: is empty$/,
    ],
    ['no total', reportBody({ valuasi: undefined }), invalid('valuasi')],
    ['no date', reportBody({ tanggal: undefined }), invalid('tanggal')],
    ['no token', reportBody({ token: undefined }), invalid('token')],
    ['a token that is none', reportBody({ token: 7 }), invalid('token')],
    ['an empty token', reportBody({ token: '' }), /^token: is empty$/],
    ['a courier that is a list', reportBody({ nama_kurir: ['JNE'] }), invalid('nama_kurir')],
  ])('%s', (_, body, problem) => {
    expect(problemOf(body)).toMatch(problem);
  });

  it.each(['yesterday', '', '0000-00-00', '2026-13-01', '02-03-2026', 0, 4e14])('the date %p', (tanggal) => {
    expect(problemOf(reportBody({ tanggal }))).toBe('tanggal: is not a date');
  });

  it.each(['NaN', 'Infinity', '1e9', '1.000.000', 'Rp 1', '', ' ', null, true, {}, '9'.repeat(41)])(
    'an amount of %p',
    (value) => {
      expect(problemOf(reportBody({ valuasi: value }))).toMatch(/^valuasi: /);
      expect(problemOf(reportBody(withItem({ product_price: value })))).toMatch(/^items\.0\.product_price: /);
    },
  );

  it('more digits than a number holds', () => {
    expect(problemOf(reportBody({ valuasi: 1234567890.1234567 }))).toBe('valuasi: is not an exact decimal');
  });

  it.each([
    [{ valuasi: -1 }, 'valuasi: is below zero'],
    [withItem({ kuantitas: 0 }), 'items.0.kuantitas: is not above zero'],
    [{ items: [reportItem(), reportItem({ kuantitas: '-2' })] }, 'items.1.kuantitas: is not above zero'],
  ])('%j', (change, problem) => {
    expect(problemOf(reportBody(change))).toBe(problem);
  });
});

describe('that an order is done is not understood from', () => {
  it.each<readonly [string, unknown, RegExp]>([
    ['nothing', undefined, /^record: /],
    ['a list', [], /^record: /],
    ['no number', { konfirmasi_ppmse: true }, /^order_id: /],
    [
      'a number without end',
      { order_id: '9'.repeat(121), konfirmasi_ppmse: true },
      /^order_id: is empty or too long$/,
    ],
    ...[undefined, null, '', 'maybe', 2, [], {}, { toString: 1 }].map(
      (konfirmasi_ppmse) =>
        [
          `konfirmasi_ppmse ${JSON.stringify(konfirmasi_ppmse)}`,
          { order_id: 'JB-1', konfirmasi_ppmse },
          /^konfirmasi_ppmse: is neither yes nor no$/,
        ] as const,
    ),
  ])('%s', (_, body, problem) => {
    expect(readDone(body, JATIM_BEJO)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
