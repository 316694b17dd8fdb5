import { parseForeignJson } from '../../../../adapters/core/http/json-body';
import { createHttpSource, MAX_FOREIGN_RESPONSE_BYTES } from '../../../../adapters/core/http/http-source';
import { checkJsonLimits } from '../../../../adapters/core/http/json-limits';
import { marketplaceId } from '../../../../adapters/core/ids';
import { startFakeServer } from '../../../../adapters/sandbox/servers/fake-server';
import { callWithin } from '../../../support/call';
import { errorOf } from './refusals';

const nested = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth);
const listOf = (count: number, item: string): string => `[${Array<string>(count).fill(item).join(',')}]`;

describe('JSON that no marketplace answers is refused before it is parsed', () => {
  it.each([
    ['a hundred lists in each other and one more', nested(101)],
    ['objects', nested(101, '{"a":', '}').replace('}', '1}')],
    ['both', nested(60, '[{"a":', '}]')],
    ['lists after much else', `{"a":${listOf(1_000, '{"b":[1]}')},"c":${nested(101)}}`],
    ['lists that are never closed', '['.repeat(101)],
    ['lists without end', '['.repeat(MAX_FOREIGN_RESPONSE_BYTES)],
    ['after a text with a quote in it', `["\\"",${nested(101)}]`],
    ['millions of numbers', listOf(2_000_001, '1')],
    ['millions of lists', listOf(2_000_001, '[]')],
    ['millions of fields', `{${Array<string>(2_000_001).fill('"":1').join(',')}}`],
  ])('%s', (_, json) => {
    expect(() => checkJsonLimits(json)).toThrow(SyntaxError);
    expect(() => parseForeignJson(json)).toThrow(SyntaxError);
  });
});

describe('JSON that one may answer is read', () => {
  it.each([
    ['a hundred lists in each other', nested(100)],
    ['as many beside each other', listOf(10_000, nested(99))],
    ['brackets in a text', JSON.stringify({ a: '['.repeat(500), '{{{': '}'.repeat(500) })],
    [
      'brackets after a quote in a text',
      JSON.stringify([`"${'['.repeat(500)}`, `\\"${'{'.repeat(500)}`, '\\']),
    ],
    ['commas in a text', JSON.stringify(','.repeat(3_000_000))],
    ['hundreds of thousands of values', listOf(400_000, '{"id":1,"stock":2}')],
    ['a number', '1'],
    ['a text', '"["'],
  ])('%s', (_, json) => {
    expect(() => checkJsonLimits(json)).not.toThrow();
    expect(JSON.stringify(parseForeignJson(json))).toBe(json);
  });
});

describe('over HTTP', () => {
  const TOKO = marketplaceId('toko-tani');
  const foreign = createHttpSource(TOKO, { hosts: { privateHosts: true } });
  afterAll(() => foreign.close());

  it.each([
    ['brackets', '['.repeat(4_000_000)],
    ['brackets that are closed', nested(4_000_000)],
    ['small values', listOf(4_000_000, '1')],
  ])('8 MB of %s are no answer, and nothing breaks', async (_, body) => {
    const server = await startFakeServer(() => ({ body, type: 'application/json' }));
    expect((await foreign.answer({ url: server.url }, callWithin(30_000))).body).toBeUndefined();
    const error = await errorOf(foreign.json({ url: server.url }, callWithin(30_000)));
    expect(error).toMatchObject({ code: 'BAD_RESPONSE', detail: expect.stringContaining('nests too deep') });
    await server.close();
  });
});
