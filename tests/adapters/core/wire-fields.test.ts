import { z } from 'zod';
import { amount, flag, key, optionalAmount, percentage } from '../../../adapters/core/wire-fields';

describe.each<[string, z.ZodType, readonly (readonly [unknown, unknown])[], readonly unknown[]]>([
  [
    'an amount',
    amount,
    [
      [5500000, '5500000'],
      [334180.55, '334180.55'],
      ['5500000.00', '5500000'],
    ],
    [null, '', 'hubungi penjual', NaN, true, {}],
  ],
  [
    'an amount that may be missing',
    optionalAmount,
    [
      ['', null],
      [null, null],
      [undefined, undefined],
      [3, '3'],
    ],
    ['tiga'],
  ],
  [
    'a yes or no',
    flag,
    [
      [true, true],
      [1, true],
      ['1', true],
      ['Ya', true],
      [0, false],
      ['false', false],
      [null, null],
      ['mungkin', null],
      [undefined, null],
      [{ toString: 1 }, null],
      [['1'], null],
    ],
    [],
  ],
  [
    'a key',
    key,
    [
      [42, '42'],
      [' M1 ', 'M1'],
    ],
    ['', '  ', null, 1.5, {}, 'x'.repeat(201), `A${' '.repeat(1_000)}B`],
  ],
  [
    'a percentage',
    percentage,
    [
      ['45.50', '45.5'],
      ['45,5', '45.5'],
      ['40%', '40'],
      ['100', '100'],
      ['', null],
      ['-', null],
      ['101', null],
      ['empat puluh', null],
      [null, null],
      [25, '25'],
    ],
    [],
  ],
])('%s', (_, field, accepted, refused) => {
  it.each(accepted.map(([wire, value]) => ({ wire, value })))(
    '$wire is read as $value',
    ({ wire, value }) => {
      expect(field.parse(wire)).toEqual(value);
    },
  );

  if (refused.length > 0) {
    it.each(refused.map((wire) => ({ wire })))('$wire is refused', ({ wire }) => {
      expect(field.safeParse(wire).success).toBe(false);
    });
  }
});

it.each([
  ['a yes or no', flag],
  ['a percentage', percentage],
  ['an amount that may be missing', optionalAmount],
] as const)('%s is nothing where its key is not there', (_, field) => {
  expect(z.object({ field }).parse({}).field ?? null).toBeNull();
});
