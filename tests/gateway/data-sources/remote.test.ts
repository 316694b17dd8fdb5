import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteDataSource } from '../../../gateway/data-sources/remote';
import { createSingleFlight } from '../../../gateway/data-sources/single-flight';
import { createRequestContext, type RequestDetails } from '../../../subgraphs/request-context';
import { actorOf } from '../../support/actors';
import { until } from '../../support/until';

const SECRET = 'a secret of more than thirty-two characters';

interface Received {
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  readonly response: ServerResponse;
}

describe('a subgraph behind HTTP', () => {
  let server: Server;
  let url: string;
  const received: Received[] = [];
  let answer: (response: ServerResponse) => unknown;
  const ok = (response: ServerResponse) => response.end('{"data":{"a":1}}');

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ body: Buffer.concat(chunks).toString(), headers: request.headers, response });
        answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?x=1`;
  });
  beforeEach(() => {
    received.length = 0;
    answer = ok;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (secret: string | null = null, isShared = true) =>
    createRemoteDataSource({
      name: 'mbiz',
      url,
      secret,
      singleFlight: isShared ? createSingleFlight() : null,
    });
  const ask = (source: ReturnType<typeof open>, details: RequestDetails = {}, query = '{ a }') =>
    source.process({ request: { query, variables: { v: 1 } }, context: createRequestContext(details) });
  const failure = (code: string, message: string) => ({
    errors: [{ message, extensions: { code, serviceName: 'mbiz' } }],
  });

  it('is told the operation, the id of the request and how long there is', async () => {
    const source = open();
    const { data } = await ask(source, { requestId: 'r-1', deadlineMs: 1_000, noCache: true });
    source.close?.();
    expect(data).toEqual({ a: 1 });
    const { body = '', headers = {} }: Partial<Received> = received[0] ?? {};
    expect(JSON.parse(body)).toEqual({ query: '{ a }', variables: { v: 1 } });
    expect(headers).toMatchObject({ 'x-request-id': 'r-1', 'cache-control': 'no-cache' });
    expect(Number(headers['x-deadline-ms'])).toBeGreaterThan(500);
    expect(headers['x-pasar-signature']).toBeUndefined();
  });

  it.each<[string, (response: ServerResponse) => unknown, string]>([
    ['text that is no JSON', (response) => response.end('<html>'), 'BAD_RESPONSE'],
    ['JSON that is no answer', (response) => response.end('[]'), 'BAD_RESPONSE'],
    ['nothing', (response) => response.end(), 'BAD_RESPONSE'],
    ['status 401', (response) => response.writeHead(401).end('{"errors":[]}'), 'UNAVAILABLE'],
    ['a connection that breaks', (response) => response.destroy(), 'UNAVAILABLE'],
    [
      'half an answer',
      (response) =>
        response.writeHead(200, { 'content-length': 100 }).write('{"data":') &&
        setImmediate(() => response.destroy()),
      'UNAVAILABLE',
    ],
  ])('that says %s fails in our words', async (_, say, code) => {
    answer = say;
    const source = open();
    const { data, errors } = await ask(source);
    source.close?.();
    expect([data, errors?.map(({ extensions }) => extensions?.['code'])]).toEqual([undefined, [code]]);
  });

  describe.each([
    ['whose reads are shared', true],
    ['asked for each read', false],
  ])('that hangs, %s', (_, isShared) => {
    const TOO_LATE = failure('TIMEOUT', 'This part of the answer did not come in time.');
    const entities = { query: '{ a }', variables: { representations: [] } };

    it('is left alone when the client goes', async () => {
      let closed = false;
      answer = (response) => response.on('close', () => (closed = true));
      const client = new AbortController();
      const source = open(null, isShared);
      const asked = ask(source, { signal: client.signal });
      await until(() => received.length === 1);
      client.abort();
      expect(await asked).toEqual(TOO_LATE);
      await until(() => closed);
      source.close?.();
    });

    it('is waited for until the deadline and a moment more where it is asked for entities', async () => {
      answer = () => undefined;
      const source = open(null, isShared);
      const context = createRequestContext({ deadlineMs: 50 });
      expect(await source.process({ request: entities, context })).toEqual(TOO_LATE);
      source.close?.();
    });

    it('is waited for no longer by those for whom it has no connection left', async () => {
      answer = () => undefined;
      const source = open(null, isShared);
      const others = new AbortController();
      const SOCKETS = 128;
      const waiting = Array.from({ length: SOCKETS }, (__, i) =>
        ask(source, { signal: others.signal }, `{ a${i}: a }`),
      );
      await until(() => received.length === SOCKETS);
      const context = createRequestContext({ deadlineMs: 50 });
      expect(await source.process({ request: entities, context })).toEqual(TOO_LATE);
      expect(received).toHaveLength(SOCKETS);
      others.abort();
      await Promise.all(waiting);
      source.close?.();
    });
  });

  it('that is not there fails at once', async () => {
    const source = createRemoteDataSource({
      name: 'mbiz',
      url: 'http://127.0.0.1:1/',
      secret: null,
      singleFlight: null,
    });
    expect(await ask(source)).toEqual(
      failure('UNAVAILABLE', 'This part of the answer could not be asked for.'),
    );
    source.close?.();
  });

  describe('asked the same by several at once', () => {
    const answerAll = () => received.forEach(({ response }) => ok(response));

    it.each<[string, string | null, readonly [RequestDetails, RequestDetails], number]>([
      ['by anyone', null, [{}, {}], 1],
      ['by different people, of whom it is not told', null, [{ actor: actorOf() }, {}], 1],
      ['by one person', SECRET, [{ actor: actorOf() }, { actor: actorOf() }], 1],
      ['by two people', SECRET, [{ actor: actorOf() }, { actor: actorOf({ subject: 'budi' }) }], 2],
      ['by someone and nobody', SECRET, [{ actor: actorOf() }, {}], 2],
      ['cached and uncached', null, [{ noCache: true }, {}], 2],
      ['with more time and less', null, [{ deadlineMs: 1_000 }, { deadlineMs: 20_000 }], 2],
    ])('%s is asked as often as it can tell them apart', async (_, secret, askers, times) => {
      answer = () => undefined;
      const source = open(secret);
      const answers = askers.map((details) => ask(source, details));
      await until(() => received.length >= times);
      // Whatever else was sent would be here before the answer to one that is sent after.
      const last = ask(source, {}, '{ last: a }');
      await until(() => received.some(({ body }) => body.includes('last')));
      answerAll();
      const data = (await Promise.all(answers)).map((one) => one.data);
      await last;
      source.close?.();
      expect(received).toHaveLength(times + 1);
      expect(data).toEqual([{ a: 1 }, { a: 1 }]);
      expect(data[0]).not.toBe(data[1]); // each merges more into his own
    });

    it('is asked each time if that is not wanted', async () => {
      const source = open(null, false);
      await Promise.all([ask(source), ask(source)]);
      source.close?.();
      expect(received).toHaveLength(2);
    });

    it('is told of each mutation, and reads do not join what began before it', async () => {
      answer = () => undefined;
      const source = open();
      const asked = [
        ask(source),
        ask(source, {}, 'mutation { a }'),
        ask(source, {}, 'mutation { a }'),
        ask(source),
      ];
      await until(() => received.length === 4);
      answerAll();
      await Promise.all(asked);
      source.close?.();
      expect(received.map(({ body }) => body.includes('mutation'))).toEqual(
        expect.arrayContaining([true, true, false, false]),
      );
    });
  });
});
