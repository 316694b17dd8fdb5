import { serverAudits } from 'graphql-http';
import { openTokenAuthority } from '../../../gateway/auth/token-authority';
import { createInProcessDataSource } from '../../../gateway/data-sources/in-process';
import { openDoor } from '../../../gateway/door/http-door';
import { startGraphqlServer } from '../../../gateway/graphql-server';
import { temporaryFolder } from '../../support/temporary-folder';
import { schemaOf, supergraphOf } from '../../support/test-subgraphs';

/** What the specification leaves to a server, and is not needed: variables of GET requests as text of their own. */
const LEFT_OUT: ReadonlySet<string> = new Set(['5A70', 'D6D5', '6A70']);

describe('GraphQL over HTTP', () => {
  let url = '';
  let close = (): Promise<void> => Promise.resolve();
  const folder = temporaryFolder();
  beforeAll(async () => {
    const subgraph = { name: 'a', sdl: 'type Query { a: Int }', resolvers: { Query: { a: () => 1 } } };
    const server = await startGraphqlServer({
      supergraphSdl: supergraphOf([subgraph]),
      dataSource: ({ name }) => createInProcessDataSource({ name, schema: schemaOf(subgraph) }),
    });
    const door = await openDoor(
      server,
      { host: '127.0.0.1', port: 0, deadlineMs: 2_000, subgraphSecret: null },
      {
        authority: openTokenAuthority({ jwks: null, dataDir: folder }),
        limits: { maxInFlight: 100, maxStreams: 10, maxEventLoopDelayMs: 60_000 },
      },
    );
    ({ url, close } = door);
  });
  afterAll(() => close());

  const audits = serverAudits({ url: () => `${url}/graphql`, fetchFn: fetch });
  it.each(audits.filter(({ id }) => !LEFT_OUT.has(id)).map((audit) => [audit.name, audit] as const))(
    '%s',
    async (_, audit) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? null : result.reason).toBeNull();
    },
  );

  it.each(audits.filter(({ id }) => LEFT_OUT.has(id)).map((audit) => [audit.name, audit] as const))(
    'leaves out that it %s',
    async (_, audit) => {
      expect((await audit.fn()).status).toBe('notice');
    },
  );

  it.each([
    ['an answer', '{ a }'],
    ['a refusal', '{ b }'],
    ['what is no operation', '{'],
  ])('nobody on the way keeps %s', async (_, query) => {
    const answer = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});
