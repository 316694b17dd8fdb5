import {
  compareDecimals,
  decimal,
  decimalFromNumber,
  isPositive,
  parseDecimal,
} from '../../../adapters/core/decimal';

describe('a decimal from text', () => {
  it.each([
    ['5500000', '5500000'],
    ['334180.55', '334180.55'],
    [' 12.50 ', '12.5'],
    ['0007', '7'],
    ['-0', '0'],
    ['99999999999999999999999.01', '99999999999999999999999.01'],
  ])('%j is %s', (text, expected) => {
    expect(parseDecimal(text)).toBe(expected);
  });

  it.each(['', 'abc', '1e3', '0x10', '1,5', '1.', '.5', '+3', '1 000', 'NaN', 'Infinity', '9'.repeat(41)])(
    '%j is none',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );
});

describe('a decimal from a JSON number', () => {
  it.each([
    [5500000, '5500000'],
    [334180.55, '334180.55'],
    [509.9, '509.9'],
    [0.1, '0.1'],
    [24_600_000_002, '24600000002'],
    [1e-7, '0.0000001'],
  ])('%d is %s', (value, expected) => {
    expect(decimalFromNumber(value)).toBe(expected);
  });

  it.each([NaN, Infinity, 0.1 + 0.2, Number('12345678901234567')])(
    '%d is refused: it may have been rounded',
    (value) => {
      expect(decimalFromNumber(value)).toBeNull();
    },
  );
});

it('compares by value, however long', () => {
  expect(compareDecimals(decimal('9'), decimal('10'))).toBe(-1);
  expect(compareDecimals(decimal('10.0'), decimal('10'))).toBe(0);
  expect(compareDecimals(decimal('10.000000000000000000001'), decimal('10'))).toBe(1);
  expect([isPositive(decimal('0')), isPositive(decimal('0.01')), isPositive(decimal('-1'))]).toEqual([
    false,
    true,
    false,
  ]);
});
