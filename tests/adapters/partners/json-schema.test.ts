import Ajv2020 from 'ajv/dist/2020';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { definitionJsonSchema } from '../../../adapters/partners/definition-schema';
import { readDefinition } from '../../../adapters/partners/read-definition';

const SHOPS = join(__dirname, '../../../adapters/sandbox/partners');
const SHIPPED = readdirSync(SHOPS).filter((name) => name.endsWith('.pasar.yaml'));
const read = (name: string): string => readFileSync(join(SHOPS, name), 'utf8');
const EASY = read('easy-shop.pasar.yaml');

const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(definitionJsonSchema());
const takenByEditors = (text: string): boolean => validate(parse(text));
const takenByPasar = (text: string): boolean => readDefinition(text).definition !== null;

describe('the JSON Schema of definitions', () => {
  it('is there for all that are shipped', () => {
    expect(SHIPPED.length).toBeGreaterThan(4);
  });

  it.each(SHIPPED)('takes %s, as Pasar does', (name) => {
    expect(takenByEditors(read(name))).toBe(true);
    expect(takenByPasar(read(name))).toBe(true);
  });

  it.each([
    ['a field that it does not know', 'name: Toko Contoh', 'name: Toko Contoh\nnaem: Toko'],
    ['a misspelt field within', '  price:', '  prise:'],
    ['a protocol that there is not', 'protocol: rest', 'protocol: soap'],
    ['a tax that there is not', 'tax: { constant: INCLUDED }', 'tax: { constant: INCL }'],
    [
      'a table of taxes that there are not',
      'tax: { constant: INCLUDED }',
      'tax: { from: product.tax, values: { none: EXMPT } }',
    ],
    [
      'another tax where there is nothing',
      'tax: { constant: INCLUDED }',
      'tax: { from: product.tax, default: NONE }',
    ],
    ['a yes that is none', 'smallBusiness: { constant: true }', 'smallBusiness: { constant: sure }'],
    [
      'an availability that is neither yes nor no',
      /stock: \{ .*\}/,
      'stock: { type: availability, available: { from: product.there, values: { ada: ready } } }',
    ],
  ])('refuses %s, as Pasar does', (_, part, wrong) => {
    const text = EASY.replace(part, wrong);
    expect(text).not.toBe(EASY);
    expect([takenByEditors(text), takenByPasar(text)]).toEqual([false, false]);
  });

  it.each([
    [
      'tax: { constant: INCLUDED }',
      'tax: { from: product.tax, values: { a: EXEMPT, b: null }, default: UNKNOWN }',
    ],
    [
      'smallBusiness: { constant: true }',
      'smallBusiness: { from: product.s, values: { Y: true, N: tidak } }',
    ],
    [
      /stock: \{ .*\}/,
      'stock: { type: availability, available: { from: product.there, values: { ada: 1, habis: false } } }',
    ],
  ])('takes what is right in place of %s', (part, right) => {
    const text = EASY.replace(part, right);
    expect(text).not.toBe(EASY);
    expect([takenByEditors(text), takenByPasar(text)]).toEqual([true, true]);
  });
});

it('a value that a table must not hold is told with what it may be', () => {
  const text = EASY.replace(
    'tax: { constant: INCLUDED }',
    'tax: { from: product.tax, values: { none: EXMPT } }',
  ).replace('smallBusiness: { constant: true }', 'smallBusiness: { constant: sure }');
  expect(readDefinition(text).problems.map(({ path, message }) => `${path} ${message}`)).toEqual([
    'mapping.tax.values.none must be one of INCLUDED, EXCLUDED, EXEMPT, UNKNOWN',
    'mapping.seller.smallBusiness.constant must be true or false',
  ]);
});
