import { MAX_FOREIGN_RESPONSE_BYTES } from '../../../../adapters/core/http/http-source';
import { checkExpression, compileExpression } from '../../../../adapters/protocols/rest/expression';

/** So many times the same, with commas between. */
const times = (count: number, text: string): string => Array<string>(count).fill(text).join(',');
/** JSON about as large as an answer may be. */
const filled = (item: string, around: (items: string) => string): unknown =>
  JSON.parse(around(times(Math.floor(MAX_FOREIGN_RESPONSE_BYTES / (item.length + 1)), item)));

const NUMBERS = filled('1', (items) => `{"d":[${items}]}`);
const OBJECTS = filled('{"a":1}', (items) => `{"d":[${items}]}`);
const TEXTS = { d: Array.from({ length: 500_000 }, (_, i) => ((i * 7_919) % 500_009).toString(36)) };
const LIKE_TEXTS = {
  d: Array.from({ length: 8_000 }, (_, i) => `${'a'.repeat(1_000)}${(i * 7_919) % 8_009}`),
};
const TEXT = {
  d: 'a'.repeat(MAX_FOREIGN_RESPONSE_BYTES),
  e: `b${'a'.repeat(4_000_000)}`,
  f: `${'a'.repeat(4_000_000)}b`,
};
const BLANKS = { d: `a${' '.repeat(MAX_FOREIGN_RESPONSE_BYTES)}b` };
const KEYS = { d: Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`k${i}`, i])) };
const KEYS_AND_LIST = { big: KEYS.d, d: Array(100_000).fill({}) };

/** More than any of them takes (a fifth of a second on a slow machine); without a bound it would be minutes. */
const SOON_MS = 5_000;

describe('an expression that would cost far more than what it is given ends soon, with a value or without', () => {
  it.each<[string, unknown, string]>([
    ['lists of lists of everything', NUMBERS, `d[].[${times(60, '@')}]`],
    ['the same by a function', NUMBERS, `map(&[${times(60, '@')}], d)`],
    ['objects of everything', OBJECTS, `d[].{${Array.from({ length: 40 }, (_, i) => `f${i}: @`).join(',')}}`],
    ['all of it again and again', NUMBERS, `[${times(200, 'd')}][]`],
    ['one after the other', NUMBERS, `[${times(15, 'd')}][] | [${times(15, '@')}][]`],
    ['one long text', TEXT, `join('', [${times(60, 'd')}])`],
    ['the length of one', TEXT, `length(join('', [${times(50, 'd')}]))`],
    ['the characters of one', TEXT, `split(join('', [${times(50, 'd')}]), '')`],
    ['it turned round', TEXT, `[${times(40, 'd[::-1]')}]`],
    ['many replacements', TEXT, "replace(d, 'a', 'b', `1000000000`)"],
    ['replacements that grow', TEXT, "replace(d, 'aa', '$`', `30`)"],
    ['a text looked for that is nearly there', TEXT, 'contains(d, e)'],
    ['the same from the end', TEXT, 'find_last(d, f)'],
    ['divided by it', TEXT, 'split(d, e)'],
    ['blanks that no text ends with', BLANKS, 'trim(d)'],
    ['the same on the right', BLANKS, 'trim_right(d)'],
    ['texts in order', TEXTS, 'sort(d)'],
    ['texts in order that begin alike', LIKE_TEXTS, 'sort(d)'],
    ['records in order', OBJECTS, 'sort_by(d, &to_string(a))'],
    ['records in order by long texts', LIKE_TEXTS, 'sort_by(d, &@)'],
    ['the longest of them', LIKE_TEXTS, 'max_by(d, &length(@))'],
    ['groups', OBJECTS, 'group_by(d, &to_string(a))'],
    ['fields put together', KEYS, `merge(${times(100, 'd')})`],
    ['fields as lists', KEYS, `[${times(100, 'items(d)')}]`],
    ['fields as a list and back', KEYS, 'from_items(items(from_items(items(d))))'],
    ['is there any of it, again and again', KEYS, Array(30).fill('d').join(' && ')],
    ['is there any of it, for each', KEYS_AND_LIST, 'd[?$.big]'],
    ['is there none of it, for each', KEYS_AND_LIST, 'd[?!($.big)]'],
    ['is it the same, for each', KEYS_AND_LIST, 'd[?@ == $.big]'],
    ['is it the same', KEYS, 'items(d) == items(d)'],
    ['all of it as text, again and again', KEYS, `[${times(60, 'to_string(@)')}]`],
    ['as capitals', TEXT, `[${times(100, 'upper(d)')}]`],
  ])('%s', (_, root, expression) => {
    expect(checkExpression(expression)).toBeNull();
    const evaluate = compileExpression(expression);
    const own = { ...(root as object) }; // for what looks at the same has one budget
    const begun = process.cpuUsage();
    evaluate(own);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000).toBeLessThan(SOON_MS);
  });

  it('forty that look at the same answer, together', () => {
    const answer = { s: 'x'.repeat(220_000) };
    const expressions = Array.from({ length: 40 }, (_, i) => {
      const expression = `length(${'reverse('.repeat(34)}s${')'.repeat(34)}) == \`${-i}\``;
      expect(checkExpression(expression)).toBeNull();
      return compileExpression(expression);
    });
    const begun = process.cpuUsage();
    for (const evaluate of expressions) evaluate(answer);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000).toBeLessThan(SOON_MS);
    expect(compileExpression('s')({ ...answer })).toBe(answer.s);
  });

  it('what looks at the same answer has one budget, and another answer has its own', () => {
    const answer = { s: 'x'.repeat(220_000) };
    const evaluate = compileExpression('length(reverse(s))');
    const values = Array.from({ length: 40 }, () => evaluate(answer));
    const worked = values.filter((value) => value !== null);
    expect(worked.length).toBeGreaterThan(3);
    expect(worked.length).toBeLessThan(20);
    expect(values.slice(worked.length)).toEqual(Array(40 - worked.length).fill(null));
    expect(evaluate({ ...answer })).toBe(answer.s.length);
  });

  it('and one that meets lists within lists without end', () => {
    const deep: unknown = JSON.parse(
      `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)},"b":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    );
    expect(compileExpression('a == b')(deep)).toBeNull();
    expect(compileExpression('to_string(a)')(deep)).toBeNull();
  });

  it('and the process holds no more than it did', () => {
    const before = process.memoryUsage().rss;
    expect(compileExpression(`map(&[${times(60, '@')}], d)`)(NUMBERS)).toBeNull();
    expect(process.memoryUsage().rss - before).toBeLessThan(1_000_000_000);
  });
});

describe('what real answers need is worked out', () => {
  const RECORDS = {
    data: Array.from({ length: 10_000 }, (_, i) => ({
      id: i,
      name: `Barang ${i}`,
      active: i % 2 === 0,
      description: 'x'.repeat(700),
      prices: [
        { kind: 'net', value: i },
        { kind: 'gross', value: i + 1 },
      ],
    })),
  };

  it.each<[string, number]>([
    ['data[?active]', 5_000],
    ["data[?active && contains(name, 'Barang')].{id: id, net: prices[?kind == 'net'].value | [0]}", 5_000],
    ['data[].prices[]', 20_000],
    ['sort_by(data, &id)', 10_000],
    ['data[?length(description) > `10`]', 10_000],
  ])('%s', (expression, length) => {
    expect(checkExpression(expression)).toBeNull();
    expect(compileExpression(expression)({ ...RECORDS })).toHaveLength(length);
  });
});

it.each([
  '&a',
  '[&a]',
  'to_array(&a)',
  'not_null(&a)',
  'length(&a)',
  'a[?&b]',
  'sort_by(&a, &b)',
  'map(&a, &b)',
])('an expression is no value: %s', (expression) => {
  expect(checkExpression(expression)).toBe('must hold &… only where a function takes it');
});
