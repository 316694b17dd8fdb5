import Fastify from 'fastify';
import { Readable } from 'node:stream';
import { addAnswerBytes } from '../../../subgraphs/http/answer-bytes';

const LONG = 20_000;

describe('an answer is sent as it is', () => {
  it.each([
    ['short', 'kopi'],
    ['long', 'kopi '.repeat(LONG)],
    ['long, with characters of two bytes', 'é'.repeat(LONG)],
    ['long, with characters of three and four bytes', '“kopi” ☕ 🍚'.repeat(LONG)],
    ['long, with half of a character', `${'a'.repeat(LONG)}\ud83c`],
  ])('%s', async (_, text) => {
    const app = Fastify();
    addAnswerBytes(app);
    app.get('/text', () => text);
    app.get('/bytes', () => Buffer.from(text));
    app.get('/parts', () => Readable.from([text, text]));
    const expected = Buffer.from(text);
    for (const [path, times] of [
      ['/text', 1],
      ['/text', 1],
      ['/bytes', 1],
      ['/parts', 2],
    ] as const) {
      const { rawPayload, headers } = await app.inject(path);
      expect(rawPayload.equals(Buffer.concat(Array.from({ length: times }, () => expected)))).toBe(true);
      if (times === 1) expect(headers['content-length']).toBe(String(expected.length));
    }
    await app.close();
  });

  it.each([
    ['a short answer', '{"a":1}', '{"a":1}\n'],
    ['a long answer', `"${'é'.repeat(LONG)}"`, `"${'é'.repeat(LONG)}"\n`],
    ['nothing', '', ''],
  ])('with a line end behind JSON: %s', async (_, text, expected) => {
    const app = Fastify();
    addAnswerBytes(app);
    app.get('/:type', ({ params }, reply) =>
      reply.type(decodeURIComponent((params as { type: string }).type)).send(text),
    );
    for (const type of ['application/json', 'application/graphql-response+json; charset=utf-8']) {
      const { payload, headers } = await app.inject(`/${encodeURIComponent(type)}`);
      expect(payload).toBe(expected);
      expect(headers['content-length']).toBe(String(Buffer.byteLength(expected)));
    }
    expect((await app.inject(`/${encodeURIComponent('text/html')}`)).payload).toBe(text);
    await app.close();
  });

  it('whichever was sent before', async () => {
    const app = Fastify();
    addAnswerBytes(app);
    app.get<{ Params: { letter: string } }>('/:letter', ({ params }) => params.letter.repeat(LONG));
    for (const letter of ['a', 'b', 'a', 'a', 'c'])
      expect((await app.inject(`/${letter}`)).payload).toBe(letter.repeat(LONG));
    await app.close();
  });
});
