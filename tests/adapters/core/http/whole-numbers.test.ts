import fc from 'fast-check';
import { createHttpSource } from '../../../../adapters/core/http/http-source';
import { parseForeignJson } from '../../../../adapters/core/http/json-body';
import { longNumbersAsTexts } from '../../../../adapters/core/http/whole-numbers';
import { marketplaceId } from '../../../../adapters/core/ids';
import { startFakeServer } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';

const LONG = '17654321098765432109';

describe('a whole number beyond 2^53 is a text', () => {
  it.each([
    ['by itself', LONG, `"${LONG}"`],
    ['below zero', `-${LONG}`, `"-${LONG}"`],
    ['in a list', `[1,${LONG},2]`, `[1,"${LONG}",2]`],
    ['as a value', `{"id":${LONG}}`, `{"id":"${LONG}"}`],
    ['with blanks around it', `{ "id" : ${LONG}\r\n }`, `{ "id" : "${LONG}"\r\n }`],
    ['after a byte order mark', `\ufeff[${LONG}]`, `\ufeff["${LONG}"]`],
    ['several times', `[${LONG},${LONG}]`, `["${LONG}","${LONG}"]`],
    ['the first of them', '9007199254740992', '"9007199254740992"'],
    ['after a text that ends in a backslash', `["\\\\",${LONG}]`, `["\\\\","${LONG}"]`],
    ['after a text with a quote in it', `["\\"",${LONG}]`, `["\\"","${LONG}"]`],
  ])('%s', (_, json, expected) => {
    expect(longNumbersAsTexts(json)).toBe(expected);
  });
});

describe('all else stays as it is', () => {
  it.each([
    ['a number that is held exactly', '[9007199254740991,-9007199254740991]'],
    ['a text of digits', `["${LONG}"]`],
    ['a text with a list in it', `["[${LONG},1]"]`],
    ['a text with quotes and digits', `["say \\"",":${LONG},"]`],
    ['a key', `{"${LONG}":1}`],
    ['a fraction', `[${LONG}.5]`],
    ['the digits of a fraction', `[0.${LONG}]`],
    ['an exponent', `[${LONG}e2]`],
    ['the digits of an exponent', `[1e+${LONG}]`],
    ['an empty text', ''],
  ])('%s', (_, json) => {
    expect(longNumbersAsTexts(json)).toBe(json);
  });
});

describe('what is no JSON does not become any', () => {
  it.each([
    ['a number that begins with nought', `[0${LONG}]`],
    ['a number below zero that begins with nought', `[-0${LONG}]`],
    ['a key without quotes', `{${LONG}:1}`],
    ['a word that ends in digits', `[x${LONG}]`],
    ['digits that end in a word', `[${LONG}x]`],
    ['two numbers without a comma', `[${LONG} ${LONG}]`],
    ['two signs', `[--${LONG}]`],
    ['a plus', `[+${LONG}]`],
    ['a text that is not closed', `["a,${LONG}]`],
    ['a list that is not closed', `[${LONG}`],
    ['a value after the end', `{}${LONG}`],
  ])('%s', (_, json) => {
    expect(() => JSON.parse(json) as unknown).toThrow(SyntaxError);
    expect(() => parseForeignJson(json)).toThrow(SyntaxError);
  });
});

it('any JSON means the same, but for whole numbers that are not held exactly', () => {
  const long = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).filter((each) => {
    return !Number.isSafeInteger(Number(each));
  });
  const blank = fc.constantFrom('', ' ', '\n\t');
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.array(long, { maxLength: 5 }),
      fc.string(),
      blank,
      (any, ids, text, gap) => {
        const plain = JSON.stringify(any);
        const key = JSON.stringify(text);
        const written = `[${gap}${plain}${ids.map((id) => `,${gap}{${key}:${gap}${id}${gap}}`).join('')}${gap}]`;
        const meant = `[${plain}${ids.map((id) => `,{${key}:"${id}"}`).join('')}]`;
        // The value itself may hold such numbers, as doubles.
        expect(longNumbersAsTexts(written).replace(/\s/g, '')).toBe(
          longNumbersAsTexts(meant).replace(/\s/g, ''),
        );
        expect(parseForeignJson(written)).toEqual(parseForeignJson(meant));
      },
    ),
  );
});

it('takes a time that grows with the length alone', () => {
  const million = 1_000_000;
  const began = performance.now();
  for (const json of [
    '1'.repeat(million),
    `[${`${LONG} `.repeat(million / 20)}]`,
    `[${LONG}${' '.repeat(million)}x`,
    `["${'\\"'.repeat(million / 2)}",${LONG}]`,
    `${'"'.repeat(million)}${LONG}`,
    `["${'\\'.repeat(million)}`,
  ])
    longNumbersAsTexts(json);
  expect(performance.now() - began).toBeLessThan(5_000);
});

describe('over HTTP', () => {
  const shop = marketplaceId('toko-tani');
  const body = `{"id":${LONG}}`;

  it.each([
    ['a stranger', { hosts: { privateHosts: true } }, LONG],
    ['a marketplace of our own', {}, Number(LONG)],
  ])('the id of %s', async (_, options, id) => {
    const server = await startFakeServer(() => ({ body, type: 'application/json' }));
    const http = createHttpSource(shop, options);
    try {
      expect((await http.json({ url: server.url }, callWithin())).body).toEqual({ id });
    } finally {
      http.close();
      await server.close();
    }
  });
});
