import type { Expression } from '../../../../adapters/protocols/rest/manifest';
import { compileField, readField, shown } from '../../../../adapters/protocols/rest/fields';
import { mapping } from './mapping-fields';
import {
  isNothing,
  readAmount,
  readCode,
  readFlag,
  readInstant,
  readText,
  Unreadable,
} from '../../../../adapters/protocols/rest/values';

describe('nothing is written as', () => {
  it.each([[null], [undefined], [''], ['  '], ['-'], [' \u00a0\r\n'], [false], [[]]])('%j', (value) => {
    expect(isNothing(value)).toBe(true);
  });

  it.each([[0], ['0'], [true], ['false'], ['--'], [['']], [{}]])('and not as %j', (value) => {
    expect(isNothing(value)).toBe(false);
  });
});

describe('an amount', () => {
  it.each([
    [5_500_000, {}, '5500000'],
    [334180.55, {}, '334180.55'],
    [0.1, {}, '0.1'],
    [1e21, {}, '1000000000000000000000'],
    ['5500000.00', {}, '5500000'],
    [' 7.50\u00a0', {}, '7.5'],
    ['1.234,50', { decimalComma: true }, '1234.5'],
    ['1.234.567', { decimalComma: true }, '1234567'],
    ['12345,678', { decimalComma: true }, '12345.678'],
    ['-1.234,5', { decimalComma: true }, '-1234.5'],
    [1234.5, { decimalComma: true }, '1234.5'],
    [12345, { minorUnits: 2 }, '123.45'],
    ['12345', { minorUnits: 3 }, '12.345'],
    [1, { minorUnits: 6 }, '0.000001'],
    [100, { minorUnits: 2 }, '1'],
    [7, { minorUnits: 0 }, '7'],
    ['123456789012345678901', { minorUnits: 2 }, '1234567890123456789.01'],
    ['1.234,5', { minorUnits: 1, decimalComma: true }, '123.45'],
    [null, {}, null],
    ['', {}, null],
    ['-', {}, null],
    [false, {}, null],
  ])('%j (%j) is %j', (value, notation, amount) => {
    expect(readAmount(value, notation)).toBe(amount);
  });

  it.each([
    ['words', 'abc', {}],
    ['a currency', 'Rp 10.000', {}],
    ['an exponent', '1e3', {}],
    ['a comma that was not announced', '1.234,50', {}],
    ['a point where commas were announced', '1234.5', { decimalComma: true }],
    ['points that divide no thousands', '12.34.567', { decimalComma: true }],
    ['two commas', '1,2,3', { decimalComma: true }],
    ['more digits than a JSON number keeps', 2 ** 60, {}],
    ['no finite number', Infinity, {}],
    ['no number that anyone pays', 1e300, {}],
    ['more digits than any amount', '1'.repeat(41), {}],
    ['yes', true, {}],
    ['a list', [1], {}],
    ['an object', { amount: 1 }, {}],
  ])('that is %s can not be read', (_, value, notation) => {
    expect(() => readAmount(value, notation)).toThrow(Unreadable);
  });

  it('whose comma was not announced says what would help', () => {
    expect(() => readAmount('1.234,50', {})).toThrow('decimalComma: true');
  });
});

describe('a text', () => {
  it.each([
    ['  Beras \r\n Premium\u0000 ', 'Beras Premium'],
    ['<p>Beras <b>5 kg</b></p>', 'Beras 5 kg'],
    [7, '7'],
    [1.5, '1.5'],
    [true, 'true'],
    ['-', null],
    ['***', null],
    ['<br>', null],
    [null, null],
    [false, null],
  ])('%j is %j', (value, text) => {
    expect(readText(value, 100)).toBe(text);
  });

  it.each([[{}], [['a']], [2 ** 60]])('%j is none', (value) => {
    expect(() => readText(value, 100)).toThrow(Unreadable);
  });

  it('is cut to its length, and never through a character', () => {
    expect(readText('a'.repeat(500), 100)).toBe('a'.repeat(100));
    expect(readText(`${'a'.repeat(99)}☕☕😀😀`, 101)).toBe(`${'a'.repeat(99)}☕☕`);
    expect(readText(`${'a'.repeat(99)}😀`, 100)).toBe('a'.repeat(99));
  });

  it('of a megabyte of tags that never end costs next to nothing', () => {
    const begun = performance.now();
    readText('<'.repeat(1_000_000), 5_000);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('a code', () => {
  it.each([
    ['BRS-005', 'BRS-005'],
    [' A  1 ', 'A 1'],
    [42, '42'],
    ['<b>', '<b>'],
    ['-', null],
    ['', null],
    [false, null],
  ])('%j is %j', (value, code) => {
    expect(readCode(value, 20)).toBe(code);
  });

  it('that is too long is none: cut it would be another', () => {
    expect(() => readCode('x'.repeat(21), 20)).toThrow('longer than 20 characters');
  });

  it('that is a number whose digits are lost is none', () => {
    expect(() => readCode(2 ** 60, 20)).toThrow(Unreadable);
  });
});

it.each([
  [true, true],
  [1, true],
  ['Ya', true],
  ['y', true],
  [false, false],
  [0, false],
  ['tidak', false],
  ['FALSE', false],
  ['maybe', null],
  [null, null],
  [{ a: 1 }, null],
])('the flag %j is %j', (value, expected) => {
  expect(readFlag(value)).toBe(expected);
});

describe('a time', () => {
  it.each([
    ['2026-11-22T08:00:00Z', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T08:00:00.123456Z', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T15:00:00+07:00', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T15:00:00+0700', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T15:00+07', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T00:00:00Z', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22 15:00:00', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T15:00', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22', '2026-11-21T17:00:00.000Z'],
    [1_795_334_400, '2026-11-22T08:00:00.000Z'],
    [1_795_334_400_000, '2026-11-22T08:00:00.000Z'],
    ['1795334400', '2026-11-22T08:00:00.000Z'],
    [1_795_334_400.5, '2026-11-22T08:00:00.500Z'],
  ])('%j is %s', (value, instant) => {
    expect(readInstant(value)?.toISOString()).toBe(instant);
  });

  it.each([
    [null],
    [false],
    [''],
    ['kemarin'],
    ['0000-00-00 00:00:00'],
    ['2026-13-40T08:00:00Z'],
    [0],
    [-5],
    [1e18],
    [{}],
    ['22/11/2026'],
  ])('%j is none', (value) => {
    expect(readInstant(value)).toBeNull();
  });
});

describe('what a value is, by the manifest', () => {
  const TABLE = { '1': 'satu', ya: true, true: 'benar', false: 'salah', '': 'kosong', null: 'never' };

  it.each([
    ['the value itself', 'product.a', 'x', 'x'],
    ['of a table, by its text', { from: 'product.a', values: TABLE }, 'ya', true],
    ['of a table, for a number', { from: 'product.a', values: TABLE }, 1, 'satu'],
    ['of a table, for yes', { from: 'product.a', values: TABLE }, true, 'benar'],
    ['of a table, for no', { from: 'product.a', values: TABLE }, false, 'salah'],
    ['of a table, for an empty text', { from: 'product.a', values: TABLE }, '', 'kosong'],
    ['of a table, with blanks around', { from: 'product.a', values: TABLE }, ' ya\n', true],
    ['nothing, where the table does not have it', { from: 'product.a', values: TABLE }, 'tidak', null],
    ['nothing, for a name that every object has', { from: 'product.a', values: TABLE }, 'toString', null],
    ['nothing, for null', { from: 'product.a', values: TABLE }, null, null],
    ['nothing, for an object', { from: 'product.a', values: TABLE }, { a: 1 }, null],
    [
      'the default, where the table does not have it',
      { from: 'product.a', values: TABLE, default: 'd' },
      'x',
      'd',
    ],
    ['the default, for nothing', { from: 'product.a', default: 'd' }, '-', 'd'],
    ['the default, for Odoo’s nothing', { from: 'product.a', default: 'd' }, false, 'd'],
    ['not the default, for something', { from: 'product.a', default: 'd' }, 'x', 'x'],
    ['a constant', { constant: 5 }, 'x', 5],
    ['nothing, where the expression makes no sense', 'abs(product.a)', 'x', null],
    ['part of a pair', 'product.a[1]', [3, 'Karung'], 'Karung'],
  ])('%s', (_, field, a, expected) => {
    const compiled = compileField('mapping.title', mapping({ title: field }).title);
    expect(compiled.valueOf({ product: { a }, variant: null })).toEqual(expected);
  });

  it('of a flag: no is an answer', () => {
    const field = compileField(
      'mapping.tkdn',
      { from: mapping({}).sku as Expression, default: true },
      'flag',
    );
    expect([false, null].map((sku) => field.valueOf({ product: { sku } }))).toEqual([false, true]);
  });
});

describe('what can not be read is named with its field, its value and its place', () => {
  const record = {
    product: {},
    variant: {},
    problem: null,
    productPath: () => '$.data[3]',
    variantPath: () => '$.data[3].variants[1]',
  };

  it.each([
    ['product.price', 'mapping.price: "abc" at $.data[3].price is no exact decimal'],
    [
      'product."harga jual"[0].net',
      'mapping.price: "abc" at $.data[3]["harga jual"][0].net is no exact decimal',
    ],
    ['variant.price', 'mapping.price: "abc" at $.data[3].variants[1].price is no exact decimal'],
    ['prices.net', 'mapping.price: "abc" at prices.net of $.data[3].variants[1] is no exact decimal'],
    ['variant.price || product.price', 'mapping.price: "abc" at $.data[3].variants[1] is no exact decimal'],
  ])('%s', (price, reason) => {
    const field = compileField('mapping.price', mapping({ price }).price);
    const deep = { price: 'abc', 'harga jual': [{ net: 'abc' }], net: 'abc' };
    const context = { product: deep, variant: deep, prices: deep };
    expect(() => readField(field, { record, context }, readAmount)).toThrow(reason);
  });

  it.each([
    ['a\r\nb', '"a b"'],
    ['x'.repeat(500), `"${'x'.repeat(40)}…"`],
    [{ secret: 1 }, 'an object'],
    [[1, 2], 'a list'],
    [null, 'nothing'],
    [1.5, '1.5'],
  ])('%j is shown as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });
});
