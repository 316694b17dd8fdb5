import { nearestNames } from '../../../adapters/core/nearest-names';
import { partnerDefinitionSchema } from '../../../adapters/partners/partner-definition';
import { wordsFor, wordsForUnknown } from '../../../adapters/partners/problem-words';
import { yamlHint } from '../../../adapters/partners/yaml-hint';
import { expressionHint, functionHint } from '../../../adapters/protocols/rest/expression-hints';

const FLOW = "; within { } and [ ] every ${…} is quoted, as in { id: '${sku}' }";
const begins = (sign: string): string => `; a text that begins with ${sign} is quoted, as in '${sign}…'`;

describe('a line that is no YAML', () => {
  it.each([
    ['Unexpected flow-map-start at node end', '    query: { page: ${page}, size: 5 }', FLOW],
    ['Unexpected flow-map-start at node end', "    query: { a: 'x', page: ${page} }", FLOW],
    ['Unexpected scalar at node end', '    keys: [ ${keys} ]', FLOW],
    ['Plain value cannot start with reserved character @', '  at: @', begins('@')],
    ['Plain value cannot start with reserved character `', '  last: `true`', begins('`')],
    ['Unexpected scalar at node end', '  at: [?id].list', begins('[')],
    ['Unexpected scalar at node end', '  lines: {id: x}.y', begins('{')],
    ['must not use aliases', '  at: *.list', begins('*')],
    ['Unexpected scalar at node end', '  - [a].b', begins('[')],
    ['Tabs are not allowed as indentation', '\tid: 5', '; indent with blanks'],
    [
      'Nested mappings are not allowed in compact mappings',
      '  name: a: b',
      "; a text that holds ': ' is quoted",
    ],
  ])('%s: %s', (message, line, hint) => {
    expect(yamlHint(message, line)).toBe(hint);
  });

  it.each([
    ['Missing closing quote', "  name: 'Toko"],
    ['Unexpected flow-map-end token', "  query: { page: '${page}' }}"],
    ['All mapping items must start at the same column', '   id: toko'],
  ])('is not explained by what it is not: %s: %s', (message, line) => {
    expect(yamlHint(message, line)).toBe('');
  });

  it('takes no longer for a long line', () => {
    const begun = Date.now();
    for (const part of ['{ ', '{ a: ', "['", '[ , ', '{"']) yamlHint('is no YAML', part.repeat(50_000));
    expect(Date.now() - begun).toBeLessThan(1_000);
  });
});

describe('an expression that is none', () => {
  const bare = '; here it stands alone, without ${ }';
  const number = (text: string): string => `; a number stands between backticks, as in \`${text}\``;
  it.each([
    ['error.code == 100', number('100')],
    ['length(data) > 0', number('0')],
    ['product.price * 1.11', number('1.11')],
    ['a == -1', number('-1')],
    ['${product.price}', bare],
    ['product.${x}', bare],
    ["a == '100' b", ''],
    ["a.'${x}'", ''],
    ['data[0] [', ''],
    ['a b', ''],
  ])('%s', (expression, hint) => {
    expect(expressionHint(expression)).toBe(hint);
  });

  it.each([
    ['lenght', /^lenght\(\) is not known; known are length, [a-z_, ]+ and \d+ more$/],
    ['tonumber', /known are to_number, /],
    ['x'.repeat(500), /^x{60}\(\) is not known/],
  ])('because of %s()', (name, told) => {
    expect(functionHint(name)).toMatch(told);
  });
});

describe('a name that is not known', () => {
  it.each([
    ['prise', ['sku', 'title', 'price'], 'price, title, sku'],
    ['PRICE', ['sku', 'price'], 'price, sku'],
    [
      'a',
      ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9'],
      'a1, a2, a3, a4, a5, a6, a7, a8 and 1 more',
    ],
    ['x', [], ''],
  ])('%s: the nearest first', (name, known, told) => {
    expect(nearestNames(name, known)).toBe(told);
  });

  it.each([
    ['protocl', 'is not known here; known are protocol, '],
    ['naem', 'is not known here; known are name, '],
  ])('%s in a definition', (name, told) => {
    const definition = {
      pasar: 1,
      id: 'x',
      name: 'X',
      protocol: 'federation',
      url: 'https://x.example',
      [name]: 1,
    };
    const { error } = partnerDefinitionSchema.safeParse(definition, { error: wordsFor });
    const issue = error?.issues.find(({ code }) => code === 'unrecognized_keys');
    expect(wordsForUnknown(name, issue?.message ?? '').startsWith(told)).toBe(true);
  });

  it('where none is known', () => {
    expect(wordsForUnknown('x', '')).toBe('is not known here');
  });
});
