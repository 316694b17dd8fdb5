import { openTokenAuthority } from '../../gateway/auth/token-authority';
import { createInProcessDataSource } from '../../gateway/data-sources/in-process';
import { openDoor } from '../../gateway/door/http-door';
import { startGraphqlServer } from '../../gateway/graphql-server';
import type { HttpEndpoint } from '../../subgraphs/http/graphql-endpoint';
import { schemaOf, supergraphOf } from '../support/test-subgraphs';
import { temporaryFolder } from '../support/temporary-folder';

const THINGS = {
  name: 'things',
  sdl: `
    type Query { thing: Thing open: String secret: String @authenticated }
    interface Node { id: ID next: Node }
    type Thing implements Node @key(fields: "id") { id: ID next: Node hidden: String @authenticated }`,
  resolvers: {
    Query: { thing: () => ({ id: '1' }), open: () => 'open', secret: () => 'secret' },
    Node: { __resolveType: () => 'Thing' },
  },
};

/** What a few kilobytes of an operation could cost; each is answered at once, and so is whoever comes next. */
describe('an operation that asks for too much', () => {
  const folder = temporaryFolder();
  let door: HttpEndpoint;
  beforeAll(async () => {
    const server = await startGraphqlServer({
      supergraphSdl: supergraphOf([THINGS]),
      dataSource: ({ name }) => createInProcessDataSource({ name, schema: schemaOf(THINGS) }),
    });
    door = await openDoor(
      server,
      { host: '127.0.0.1', port: 0, deadlineMs: 2_000, subgraphSecret: null },
      {
        authority: openTokenAuthority({ jwks: null, dataDir: folder }),
        limits: { maxInFlight: 10, maxStreams: 10, maxEventLoopDelayMs: 60_000 },
      },
    );
  });
  afterAll(() => door.close());

  async function ask(query: string) {
    const response = await fetch(`${door.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as {
      data?: Record<string, unknown>;
      errors?: { message: string; extensions: { code: string } }[];
    };
    return { status: response.status, data, errors };
  }
  const times = (count: number, part: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => part(i)).join(' ');
  /** Each fragment spreads the next one twice: written out, two to the power of their number. */
  const bomb = (levels: number, on: string, first: string) =>
    `${first} ${times(levels, (i) => `fragment F${i} on ${on} { ... { ...F${i + 1} } ... @include(if: true) { ...F${i + 1} } }`)}
     fragment F${levels} on ${on} { __typename }`;

  it.each([
    ['too many fields of the root', `{ ${times(51, (i) => `a${i}: open`)} }`],
    [
      'too many fields of the root in fragments',
      `{ ...F ...F } fragment F on Query { ${times(26, (i) => `a${i}: open`)} }`,
    ],
    ['too many refused fields of the root', `{ ${times(2_000, (i) => `a${i}: secret`)} }`],
    ['a text without end', `{ thing { ${times(20_000, (i) => `a${i}: id`)} } }`],
    ['fragments that double at the root', bomb(25, 'Query', '{ ...F0 }')],
    ['fragments that double below', bomb(25, 'Thing', '{ thing { ...F0 } }')],
  ])('%s is refused as a bad request', async (_, query) => {
    const { status, data, errors } = await ask(query);
    expect([status, data]).toEqual([400, undefined]);
    expect(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']).toContain(errors?.[0]?.extensions.code);
  });

  it('fifty fields of the root are answered', async () => {
    const { status, data } = await ask(`{ ${times(50, (i) => `a${i}: open`)} }`);
    expect([status, Object.keys(data ?? {}).length]).toEqual([200, 50]);
  });

  it('a name as long as a book costs refused fields nothing', async () => {
    const book = `refused${'_'.repeat(200_000)}`;
    const { data, errors } = await ask(
      `{ ${book}: open refused0_0: open ${times(40, (i) => `a${i}: secret`)} }`,
    );
    expect(data).toMatchObject({ [book]: 'open', refused0_0: 'open', a39: null });
    expect(errors).toHaveLength(40);
  });

  it('beyond a thousand refusals only their number is told', async () => {
    const { data, errors } = await ask(`{ thing { ${times(1_500, (i) => `h${i}: hidden`)} } }`);
    expect(Object.values(data?.['thing'] ?? {})).toEqual(Array.from({ length: 1_500 }, () => null));
    expect(errors).toHaveLength(1_001);
    expect(errors?.at(-1)).toMatchObject({
      message: '500 more fields were refused for the same reasons.',
      extensions: { code: 'FORBIDDEN' },
    });
  });
});
