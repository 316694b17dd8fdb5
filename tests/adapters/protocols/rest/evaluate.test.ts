import { search } from '@jmespath-community/jmespath';
import fc from 'fast-check';
import { checkExpression, compileExpression } from '../../../../adapters/protocols/rest/expression';

/** What an expression gives; it has to be one that manifests may hold. */
function valueOf(expression: string, root: unknown): unknown {
  expect(checkExpression(expression)).toBeNull();
  return compileExpression(expression)(root);
}

const SHOP = {
  name: ' Toko Anu ',
  city: null,
  open: false,
  goods: [
    { sku: 'B', price: 10, tags: ['baru', 'murah'], sold: 3 },
    { sku: 'A', price: 9.5, tags: [], sold: 3 },
    { sku: 'C', price: 100, sold: 1 },
  ],
  stock: { A: 1, B: 0, C: null },
};

describe('an expression gives what JMESPath says', () => {
  it.each([
    ['goods[*].sku', ['B', 'A', 'C']],
    ['goods[].tags[]', ['baru', 'murah']],
    ['goods[?price > `9.5`].sku', ['B', 'C']],
    ["goods[?contains(tags || `[]`, 'baru')].sku", ['B']],
    ['goods[-1].sku', 'C'],
    ['goods[9]', null],
    ['goods[::-1].sku', ['C', 'A', 'B']],
    ['name[1:5]', 'Toko'],
    ["'é😀ü'[-2:]", '😀ü'],
    ['stock.*', [1, 0]],
    ['stock.C', null],
    ['city || name', ' Toko Anu '],
    ['open && name', false],
    ["open ? 'ya' : 'tidak'", 'tidak'],
    ['!(goods)', false],
    ['goods[0].{sku: sku, none: none}', { sku: 'B', none: null }],
    ['goods[0].[sku, price]', ['B', 10]],
    ['goods[0] == goods[0]', true],
    ['goods[0].tags == `["baru", "murah"]`', true],
    ['stock == `{"C": null, "B": 0, "A": 1}`', true],
    ['stock == `{"C": null, "B": 0, "D": 1}`', false],
    ['goods[0].price * `2` - `1`', 19],
    ['goods[0].price // `3`', 3],
    ['-(goods[0].price)', -10],
    ['goods[*].sku | sort(@)', ['A', 'B', 'C']],
    ['sort(goods[*].price)', [9.5, 10, 100]],
    ['sort_by(goods, &price)[*].sku', ['A', 'B', 'C']],
    ['sort_by(goods, &sold)[*].sku', ['C', 'B', 'A']],
    ["reverse('é😀')", '😀é'],
    ["length('é😀')", 2],
    ['max(goods[*].price)', 100],
    ['min(goods[*].sku)', 'A'],
    ['max_by(goods, &sku).price', 100],
    ['min_by(goods, &price).sku', 'A'],
    ['avg(goods[*].price)', 39.833333333333336],
    ['sum(`[]`)', 0],
    ['avg(`[]`)', null],
    ['max(`[]`)', null],
    ['group_by(goods, &to_string(sold)).*[].sku', ['C', 'B', 'A']],
    ['map(&price, goods)', [10, 9.5, 100]],
    ['keys(stock)', ['A', 'B', 'C']],
    ['from_items(items(stock))', { A: 1, B: 0, C: null }],
    ['merge(stock, `{"A": 2}`).A', 2],
    ['merge(stock, city).A', 1],
    ["trim('\u0085 \t a b \n')", 'a b'],
    ["trim_left('xxaxx', 'x')", 'axx'],
    ["trim_right('xxaxx', 'x')", 'xxa'],
    ["split('a,b,c', ',')", ['a', 'b', 'c']],
    ["split('a,b,c', ',', `1`)", ['a', 'b,c']],
    ["split('abc', '')", ['a', 'b', 'c']],
    ["replace('a-b-c', '-', ' ')", 'a b c'],
    ["replace('a-b-c', '-', ' ', `1`)", 'a b-c'],
    ["replace('a--b', '--', '$`')", 'a$`b'],
    ["join(', ', goods[*].sku)", 'B, A, C'],
    ["find_first('abcabc', 'c')", 2],
    ["find_last('abcabc', 'c')", 5],
    ["find_first('abcabc', 'c', `3`)", 5],
    ["find_first('abc', 'x')", null],
    ['to_number(`"12.5"`)', 12.5],
    ["to_number('')", null],
    ["to_number('Infinity')", null],
    ["to_number('abc')", null],
    ['to_string(goods[0].tags)', '["baru","murah"]'],
    ['to_array(name)', [' Toko Anu ']],
    ['not_null(city, open)', false],
    ['type(goods)', 'array'],
    ['goods[*].{sku: sku, shop: $.name} | [0]', { sku: 'B', shop: ' Toko Anu ' }],
  ])('%s', (expression, expected) => {
    expect(valueOf(expression, SHOP)).toEqual(expected);
  });

  it.each([
    ['a text where a number belongs', 'abs(name)'],
    ['a list where a text belongs', "starts_with(goods, 'a')"],
    ['an object where a list belongs', 'sort(stock)'],
    ['numbers and texts in one list', 'sort([goods[0].sku, goods[0].price])'],
    ['no key', 'sort_by(goods, &none)'],
    ['a key that is no text', 'group_by(goods, &price)'],
    ['a division by zero', 'goods[0].price / stock.B'],
    ['a number beyond all', '`1e308` * `10`'],
    ['text that is added', 'name + `1`'],
    ['half a pair', 'from_items([[name]])'],
    ['a count below nothing', "split(name, 'o', `-1`)"],
    ['a step of nothing', 'goods[::0]'],
    ['too few arguments', 'contains(name)'],
  ])('%s is nothing', (_, expression) => {
    expect(compileExpression(expression)(SHOP)).toBeNull();
  });
});

/** Texts of expressions, most of which say something about the data below. */
const { expression } = fc.letrec<{ expression: string; rest: string }>((tie) => {
  const any = tie('expression');
  const named = (names: readonly string[]) => fc.constantFrom(...names);
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      named(['a', 'b', 'c', '"a b"', '@', '$', '*', '[]', '[*]']),
      named(['`1`', '`0`', '`null`', '`[]`', "'a'", "''", '`[1,[2,[3]],"x"]`', '`{"a":{"b":1},"c":[1]}`']),
      fc.tuple(any, tie('rest')).map((parts) => parts.join('')),
      fc
        .tuple(any, named(['||', '&&', '|', '==', '!=', '<', '>=', '+', '-', '*', '/', '//']), any)
        .map((parts) => parts.join(' ')),
      any.map((a) => `!(${a})`),
      any.map((a) => `-(${a})`),
      fc.tuple(any, any, any).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
      fc.array(any, { minLength: 1, maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
      fc.tuple(any, any).map(([a, b]) => `{a: ${a}, b: ${b}}`),
      fc
        .tuple(
          named([
            'abs',
            'avg',
            'ceil',
            'floor',
            'from_items',
            'items',
            'keys',
            'length',
            'lower',
            'merge',
            'not_null',
          ]),
          any,
        )
        .map(([name, a]) => `${name}(${a})`),
      fc
        .tuple(
          named([
            'reverse',
            'sum',
            'to_array',
            'to_string',
            'trim',
            'trim_left',
            'trim_right',
            'type',
            'upper',
            'values',
          ]),
          any,
        )
        .map(([name, a]) => `${name}(${a})`),
      fc
        .tuple(
          named([
            'contains',
            'ends_with',
            'find_first',
            'find_last',
            'split',
            'starts_with',
            'trim',
            'not_null',
          ]),
          any,
          any,
        )
        .map(([name, a, b]) => `${name}(${a}, ${b})`),
      any.map((a) => `join(',', ${a})`),
      any.map((a) => `replace(${a}, 'a', 'b')`),
      fc.tuple(any, any).map(([a, b]) => `map(&${a}, ${b})`),
      fc.tuple(any, any).map(([a, b]) => `group_by((${a})[?@ != \`null\`], &${b})`),
    ),
    rest: fc.oneof(
      named(['.a', '.b', '.c', '."a b"', '[]', '[*]', '.*', '[0]', '[-1]', '[9]']),
      named(['[1:]', '[:2]', '[::-1]', '[::2]', '[-2:]', '[5:0:-2]', '[-9:9]', '[:-9:-1]']),
      any.map((a) => `[?${a}]`),
      any.map((a) => `.[${a}]`),
      any.map((a) => `.{a: ${a}, c: @}`),
    ),
  };
});
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, 1, -1, 2.5, '', 'a', 'ab', ' a ', 'a,b', '10', 'éü'),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a b'), tie('data'), { maxKeys: 4 }),
  ),
}));

/** It passes over what it is not given, and takes anything for an object after the first. */
const MERGES = /merge\(/;

it('any expression gives what the library itself makes of it', () => {
  let compared = 0;
  fc.assert(
    fc.property(expression, data, (text, root) => {
      if (checkExpression(text) !== null || MERGES.test(text)) return;
      let expected: unknown = null;
      try {
        expected = search(root, text) ?? null;
      } catch {
        // It throws where ours gives nothing.
      }
      const got = compileExpression(text)(root);
      if (got !== null) compared += 1;
      expect(got).toEqual(expected);
    }),
    { numRuns: 5_000 },
  );
  expect(compared).toBeGreaterThan(500);
});
