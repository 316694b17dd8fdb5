import fc from 'fast-check';
import {
  addDecimals,
  compareDecimals,
  decimal,
  roundDecimal,
  subtractDecimals,
  ZERO,
  type Decimal,
} from '../../../adapters/core/decimal';
import type { TaxTreatment } from '../../../adapters/core/offer';
import { regionByCode, type RegionCode } from '../../../adapters/core/regions';
import type { TaxMode } from '../../../schema/enums';
import type { ProcurementRules } from '../../../subgraphs/orders/purchasing/procurement-rules';
import { taxesOf, taxOf, type TaxedLine } from '../../../subgraphs/orders/purchasing/tax';

function region(code: string): RegionCode {
  const known = regionByCode(code);
  if (known === null) throw new Error(code);
  return known.code;
}

const MALANG = region('35.73');
const SURABAYA = region('35.78');
const NO_RULES: ProcurementRules = {
  ppn: [],
  regionalTax: [],
  limits: [],
  minimumOrders: [],
  deliveries: [],
  rupRequired: [],
};
const source = 'test';
const RULES: ProcurementRules = {
  ...NO_RULES,
  ppn: [
    { from: '2020-01-01', to: '2022-03-31', percent: decimal('10'), source },
    { from: '2022-04-01', to: null, percent: decimal('11'), source },
  ],
  regionalTax: [
    { from: '2024-01-05', to: null, percent: decimal('10'), regions: null, source },
    { from: '2024-01-05', to: '2025-12-31', percent: decimal('7.5'), regions: [MALANG], source },
  ],
};
const AT = new Date('2025-06-01T05:00:00Z');

describe('the tax that a line bears', () => {
  it.each<[string, TaxMode, TaxTreatment, RegionCode, TaxedLine]>([
    ['PPN on top of a price without it', 'PPN', 'EXCLUDED', MALANG, line('PPN', '11')],
    ['PPN within a price that holds it', 'PPN', 'INCLUDED', MALANG, line('PPN', '11', true)],
    ['PPN on top where nobody says', 'PPN', 'UNKNOWN', MALANG, line('PPN', '11')],
    ['none where the good is exempt', 'PPN', 'EXEMPT', MALANG, line('NONE', '0')],
    ['none of a region either where it is exempt', 'REGIONAL', 'EXEMPT', MALANG, line('NONE', '0')],
    ['none where the seller takes none', 'NONE', 'EXCLUDED', MALANG, line('NONE', '0')],
    ["a region's own rate", 'REGIONAL', 'EXCLUDED', MALANG, line('REGIONAL', '7.5')],
    ['the general rate elsewhere', 'REGIONAL', 'EXCLUDED', SURABAYA, line('REGIONAL', '10')],
    ['a regional tax within the price', 'REGIONAL', 'INCLUDED', SURABAYA, line('REGIONAL', '10', true)],
  ])('is %s', (_, mode, treatment, where, expected) => {
    expect(taxOf(mode, treatment, where, RULES, AT)).toEqual(expected);
  });

  it.each<[string, TaxMode, RegionCode, string, string]>([
    ['on the last day of the old rate', 'PPN', MALANG, '2022-03-31T23:59:59.999+07:00', '10'],
    ['on the first day of the new, which is still yesterday in London', 'PPN', MALANG, '2022-04-01T00:00:00+07:00', '11'], // prettier-ignore
    ['before any rate', 'PPN', MALANG, '2019-12-31T23:59:59+07:00', '0'],
    ['on the first day of all', 'PPN', MALANG, '2020-01-01T00:00:00+07:00', '10'],
    ['long after, where no end is set', 'PPN', MALANG, '2099-01-01T00:00:00+07:00', '11'],
    ['on the last day of a region of its own', 'REGIONAL', MALANG, '2025-12-31T23:59:59+07:00', '7.5'],
    ['when a region falls back on the general rate', 'REGIONAL', MALANG, '2026-01-01T00:00:00+07:00', '10'],
    ['before regions had a tax', 'REGIONAL', SURABAYA, '2024-01-04T23:59:59+07:00', '0'],
  ])('has the rate of its day in Jakarta: %s', (_, mode, where, at, rate) => {
    expect(taxOf(mode, 'EXCLUDED', where, RULES, new Date(at))).toEqual(line(mode, rate));
  });

  it.each<TaxMode>(['PPN', 'REGIONAL', 'NONE'])('is nought for %s where no rule is in force', (mode) => {
    expect(taxOf(mode, 'EXCLUDED', MALANG, NO_RULES, AT).rate).toBe('0');
  });
});

describe('the sums of tax', () => {
  type Priced = TaxedLine & { readonly subtotal: Decimal };
  const priced = (subtotal: string, rate: string, isIncluded = false): Priced => ({
    ...line('PPN', rate, isIncluded),
    subtotal: decimal(subtotal),
  });

  it.each<[string, readonly Priced[], readonly string[], readonly string[]]>([
    ['no line at all', [], [], []],
    ['whole rupiah', [priced('100000', '11')], ['11000'], ['11000']],
    ['a half, which goes up', [priced('50', '11')], ['6'], ['6']],
    ['a fraction below a half, which goes down', [priced('40', '11')], ['4'], ['4']],
    ['a tax that is in the price', [priced('111000', '11', true)], ['11000'], ['11000']],
    ['a tax in the price that does not come out even', [priced('1000', '11', true)], ['99'], ['99']],
    [
      'halves that each line would round up',
      [priced('50', '11'), priced('50', '11'), priced('50', '11')],
      ['6', '6', '6'],
      ['6', '6', '5'],
    ],
    [
      'fractions that each line would drop',
      [priced('3', '11'), priced('3', '11'), priced('3', '11')],
      ['0', '0', '0'],
      ['1', '0', '0'],
    ],
    [
      'mixed rates: the odd rupiah goes where most was cut off',
      [priced('1003', '10'), priced('1007', '10'), priced('1000', '0')],
      ['100', '101', '0'],
      ['100', '101', '0'],
    ],
    [
      'fractional prices and quantities',
      [priced('170384.145', '11'), priced('0.001', '11')],
      ['18742', '0'],
      ['18742', '0'],
    ],
  ])('for %s', (_, lines, perLine, perOrder) => {
    expect(taxesOf(lines, 'LINE')).toEqual(perLine);
    expect(taxesOf(lines, 'ORDER')).toEqual(perOrder);
  });

  const anyLine = fc.record({
    thousandths: fc.bigInt({ min: 0n, max: 10n ** 15n }),
    rate: fc.constantFrom('0', '7.5', '10', '11', '12', '100'),
    isIncluded: fc.boolean(),
  });
  const lineOf = ({
    thousandths,
    rate,
    isIncluded,
  }: {
    thousandths: bigint;
    rate: string;
    isIncluded: boolean;
  }) => priced(`${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`, rate, isIncluded);

  /** In units of 10⁻¹², as a second opinion that uses whole numbers alone. */
  const exactly = ({
    thousandths,
    rate,
    isIncluded,
  }: {
    thousandths: bigint;
    rate: string;
    isIncluded: boolean;
  }) => {
    const permille = BigInt(Math.round(Number(rate) * 10));
    const product = thousandths * permille * 10n ** 9n;
    const divisor = isIncluded ? 1000n + permille : 1000n;
    return (2n * product + divisor) / (2n * divisor);
  };

  it('per order always add up to the rounded sum, and no share is negative or off by more than one', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 100 }), (drawn) => {
        const shares = taxesOf(drawn.map(lineOf), 'ORDER');
        const exact = drawn.map(exactly);
        const sum = exact.reduce((all, each) => all + each, 0n);
        expect(addDecimals(...shares, ZERO)).toBe(String((sum + 5n * 10n ** 11n) / 10n ** 12n));
        shares.forEach((share, index) => {
          const off = BigInt(share) * 10n ** 12n - (exact[index] ?? 0n);
          expect(share.startsWith('-') || off <= -(10n ** 12n) || off >= 10n ** 12n).toBe(false);
        });
      }),
    );
  });

  it('per line are each rounded on their own, halves upwards', () => {
    fc.assert(
      fc.property(anyLine, (drawn) => {
        expect(taxesOf([lineOf(drawn)], 'LINE')).toEqual([
          String((exactly(drawn) + 5n * 10n ** 11n) / 10n ** 12n),
        ]);
      }),
    );
  });

  it('never differ between the two by more than half a rupiah a line', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 20 }), (drawn) => {
        const lines = drawn.map(lineOf);
        const [perLine, perOrder] = (['LINE', 'ORDER'] as const).map((per) =>
          addDecimals(...taxesOf(lines, per)),
        );
        const apart = subtractDecimals(perLine ?? ZERO, perOrder ?? ZERO).replace('-', '') as Decimal;
        expect(compareDecimals(apart, roundDecimal(decimal(String(lines.length / 2))))).toBeLessThanOrEqual(
          0,
        );
      }),
    );
  });
});

function line(mode: TaxMode, rate: string, isIncluded = false): TaxedLine {
  return { mode, rate: decimal(rate), isIncluded };
}
