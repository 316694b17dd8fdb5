import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { openTokenAuthority } from '../../../gateway/auth/token-authority';
import { openDoor } from '../../../gateway/door/http-door';
import { startGraphqlServer } from '../../../gateway/graphql-server';
import type { RequestContext } from '../../../subgraphs/request-context';
import { gate } from '../../support/swapping-graph';
import { temporaryFolder } from '../../support/temporary-folder';
import {
  inProcessSources,
  supergraphOf,
  type TestAnswerPart,
  type TestSubgraph,
} from '../../support/test-subgraphs';
import { until } from '../../support/until';

const IN_PARTS = 'multipart/mixed; deferSpec=20220824, application/json';
const QUERY = '{ goods { id ... @defer(label: "price") { price } } }';
const FIRST = { data: { goods: { id: '1' } }, hasNext: true };
const LATER = { incremental: [{ data: { price: 5 }, path: ['goods'], label: 'price' }], hasNext: false };
const WHOLE = { data: { goods: { id: '1', price: 5 } } };

describe('an answer in parts', () => {
  let door = gate();
  /** What the slow subgraph was asked with. */
  let asked: RequestContext[] = [];
  let close: () => Promise<void>;
  let url: string;
  let server: Awaited<ReturnType<typeof startGraphqlServer>>;
  const folder = temporaryFolder();

  const subgraphs: readonly TestSubgraph[] = [
    {
      name: 'goods',
      sdl: `
        type Query { goods: Goods }
        type Mutation { touch: Goods }
        type Goods @key(fields: "id") { id: ID! secret: String @authenticated }`,
      resolvers: { Query: { goods: () => ({ id: '1' }) } },
    },
    {
      name: 'prices',
      sdl: 'type Goods @key(fields: "id") { id: ID! price: Int broken: Int }',
      resolvers: {
        Goods: {
          __resolveReference: async (goods: object, context: RequestContext) => {
            asked.push(context);
            await door.opened;
            context.sources.push(REPORT);
            return { ...goods, price: 5 };
          },
          broken: () => {
            throw new Error('down at 10.0.0.1');
          },
        },
      },
    },
  ];
  const REPORT = {
    marketplace: 'mbiz',
    status: 'LIVE',
    code: null,
    latencyMs: 1,
    offers: { live: 1, cached: 0, stale: 0, failed: 0 },
  } as const;

  beforeEach(async () => {
    [door, asked] = [gate(), []];
    server = await startGraphqlServer({
      supergraphSdl: supergraphOf(subgraphs),
      dataSource: inProcessSources(subgraphs),
    });
    ({ url, close } = await openDoor(
      server,
      { host: '127.0.0.1', port: 0, deadlineMs: 10_000, subgraphSecret: null },
      {
        authority: openTokenAuthority({ jwks: null, dataDir: folder }),
        limits: { maxInFlight: 1, maxStreams: 3, maxEventLoopDelayMs: 60_000 },
      },
    ));
  });
  afterEach(async () => {
    door.open();
    await close();
  });

  async function post(query: string, accept: string): Promise<IncomingMessage> {
    const request = httpRequest(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
    });
    request.on('error', () => undefined); // a test may hang up
    request.end(JSON.stringify({ query }));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response.setEncoding('utf8');
  }
  const textOf = async (response: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return text;
  };
  /** What stands between the boundaries. */
  const partsIn = (text: string): readonly TestAnswerPart[] =>
    text
      .split(/\r\n---(?:--)?(?:\r\n|$)/)
      .filter((part) => part.trim() !== '' && part.trim() !== '--')
      .map((part) => JSON.parse(part.slice(part.indexOf('\r\n\r\n'))) as TestAnswerPart);

  it('is multipart/mixed: the first part at once, the others as they come, and what sources said with the last', async () => {
    const response = await post(QUERY, IN_PARTS);
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      200,
      'multipart/mixed; boundary="-"; deferSpec=20220824',
    ]);
    const chunks = response[Symbol.asyncIterator]() as AsyncIterator<string>;
    const { value: first } = (await chunks.next()) as { value: string };
    expect(first).toBe(
      `\r\n---\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(FIRST)}\r\n---\r\n`,
    );
    door.open();
    const { value: later } = (await chunks.next()) as { value: string };
    expect(later.endsWith('\r\n-----\r\n')).toBe(true);
    expect(partsIn(later)).toEqual([{ ...LATER, extensions: { sources: [REPORT] } }]);
    expect((await chunks.next()).done).toBe(true);
  });

  it.each([
    ['application/json', false],
    ['*/*', false],
    ['multipart/mixed, application/json', false],
    ['multipart/mixed; deferSpec=20211001, application/json', false],
    ['multipart/mixed; incrementalSpec=v0.2, application/json', false],
    ['multipart/mixed; deferSpec=20220824; q=0, application/json', false],
    ['multipart/mixed; deferSpec=20220824', true],
    ['multipart/mixed;deferSpec=20220824,application/graphql-response+json;q=0.9', true],
  ])('is for those who accept it: %s', async (accept, isInParts) => {
    door.open();
    const response = await post(QUERY, accept);
    const text = await textOf(response);
    if (isInParts) expect(partsIn(text)).toMatchObject([FIRST, LATER]);
    else expect(JSON.parse(text)).toMatchObject(WHOLE);
  });

  it.each<[string, (query: string) => AsyncIterable<unknown>]>([
    [
      'server-sent events',
      (query) => createEventClient({ url: `${url}/graphql`, retryAttempts: 0 }).iterate({ query }),
    ],
    [
      'WebSocket',
      (query) =>
        createSocketClient({
          url: `${url.replace('http', 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          retryAttempts: 0,
          lazyCloseTimeout: 0,
        }).iterate({ query }),
    ],
  ])('comes over %s, too', async (_, ask) => {
    const parts: unknown[] = [];
    for await (const part of ask(QUERY)) {
      parts.push(part);
      door.open();
    }
    expect(parts).toMatchObject([FIRST, LATER]);
  });

  it('masks what clients must not read', async () => {
    door.open();
    const text = await textOf(await post('{ goods { ... @defer { broken } } }', IN_PARTS));
    expect(text).not.toContain('10.0.0.1');
    expect(partsIn(text)[1]?.incremental).toEqual([
      {
        data: { broken: null },
        path: ['goods'],
        errors: [
          {
            message: 'Something went wrong on our side.',
            path: ['goods', 'broken'],
            extensions: { code: 'INTERNAL_SERVER_ERROR' },
          },
        ],
      },
    ]);
  });

  it('is one where something of it is refused', async () => {
    door.open();
    const text = await textOf(await post('{ goods { id ... @defer { secret price } } }', IN_PARTS));
    expect(JSON.parse(text)).toMatchObject({
      data: { goods: { id: '1', secret: null, price: 5 } },
      errors: [{ path: ['goods', 'secret'], extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('is under way until its last part is out', async () => {
    const response = await post(QUERY, IN_PARTS);
    const busy = await post('{ __typename }', 'application/json');
    expect(busy.statusCode).toBe(503);
    await textOf(busy);
    door.open();
    await textOf(response);
    await until(async () => (await fetch(`${url}/graphql?query={__typename}`, PREFLIGHT)).status === 200);
  });
  const PREFLIGHT = { headers: { 'apollo-require-preflight': 'true' } };

  it('is let go of when its client leaves', async () => {
    const response = await post(QUERY, IN_PARTS);
    await until(() => asked.length === 1);
    expect(asked[0]?.signal.aborted).toBe(false);
    response.destroy();
    await until(() => asked[0]?.signal.aborted === true);
  });

  it('is told to its end though the graph is replaced meanwhile', async () => {
    const response = await post(QUERY, IN_PARTS);
    await server.swap({ sdl: `${server.current().sdl}\n# another` });
    expect(server.current().loaded).toBe(2);
    door.open();
    expect(partsIn(await textOf(response))).toMatchObject([FIRST, LATER]);
    await until(() => server.current().loaded === 1);
  });

  it('is planned ahead when the graph is replaced', async () => {
    door.open();
    await textOf(await post(QUERY, IN_PARTS));
    await server.swap({ sdl: `${server.current().sdl}\n# another` });
    expect(partsIn(await textOf(await post(QUERY, IN_PARTS)))).toMatchObject([FIRST, LATER]);
  });

  it.each([
    ['mutation { ... @defer { touch { id } } }', "@defer can't be at the root of a mutation"],
    [
      '{ goods { ... @defer(label: "a") { id } ... @defer(label: "a") { price } } }',
      'label: "a" is on several',
    ],
    ['query ($l: String) { goods { ... @defer(label: $l) { id } } }', 'label: of an @defer has to be a text'],
    ['{ goods { id @defer } }', 'may not be used on FIELD'],
    ['{ goods { ... @defer(if: 1) { id } } }', 'Boolean cannot represent'],
  ])('is asked for as it should be: %s', async (query, problem) => {
    door.open();
    const { errors = [] } = JSON.parse(await textOf(await post(query, 'application/json'))) as TestAnswerPart;
    expect(errors[0]?.message).toContain(problem);
  });
});
