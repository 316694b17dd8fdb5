import { createHash } from 'node:crypto';
import { actorOf } from '../support/actors';
import { startSwappingGraph, type SwappingGraph } from '../support/swapping-graph';
import { createRequestContext } from '../../subgraphs/request-context';

const QUERY = '{ open }';
const HASH = createHash('sha256').update(QUERY).digest('hex');
const WRONG = 'f'.repeat(64);

describe('a persisted query', () => {
  let graph: SwappingGraph;
  beforeAll(async () => {
    graph = await startSwappingGraph([
      {
        name: 'one',
        sdl: 'type Query { open: Int broken: Int }',
        resolvers: {
          Query: {
            open: () => 1,
            broken: () => {
              throw new Error('provided sha does not match query');
            },
          },
        },
      },
    ]);
  });
  afterAll(() => graph.server.stop());

  async function ask(query: string | undefined, persistedQuery?: unknown) {
    const { body, http } = await graph.server.executeOperation(
      {
        ...(query === undefined ? {} : { query }),
        ...(persistedQuery === undefined ? {} : { extensions: { persistedQuery } }),
      },
      { contextValue: createRequestContext({ actor: actorOf() }) },
    );
    if (body.kind !== 'single') throw new Error('one answer is expected');
    const { data, errors } = body.singleResult;
    return { status: http.status, data, error: errors?.[0] };
  }

  it.each<[string, string | undefined, unknown, number, string, RegExp]>([
    [
      'with the hash of another',
      QUERY,
      { version: 1, sha256Hash: WRONG },
      400,
      'BAD_REQUEST',
      /^extensions\.persistedQuery\.sha256Hash: is not the hash of the query\. Send the SHA-256/,
    ],
    [
      'with a hash in capital letters',
      QUERY,
      { version: 1, sha256Hash: HASH.toUpperCase() },
      400,
      'BAD_REQUEST',
      /lower-case hexadecimal/,
    ],
    [
      'of an unknown version',
      QUERY,
      { version: 2, sha256Hash: HASH },
      400,
      'BAD_REQUEST',
      /^extensions\.persistedQuery\.version: is not supported\. Send version 1\.$/,
    ],
    ['that is nothing of the kind', QUERY, true, 400, 'BAD_REQUEST', /persistedQuery\.version/],
    [
      'that no one sent before',
      undefined,
      { version: 1, sha256Hash: WRONG },
      200,
      'PERSISTED_QUERY_NOT_FOUND',
      /^PersistedQueryNotFound$/,
    ],
  ])('%s is the mistake of whoever sent it', async (_, query, persistedQuery, status, code, message) => {
    const answer = await ask(query, persistedQuery);
    expect([answer.status, answer.data, answer.error?.extensions]).toEqual([status, undefined, { code }]);
    expect(answer.error?.message).toMatch(message);
  });

  it('is known by its hash once it was sent rightly', async () => {
    expect((await ask(QUERY, { version: 1, sha256Hash: HASH })).data).toEqual({ open: 1 });
    expect((await ask(undefined, { version: 1, sha256Hash: HASH })).data).toEqual({ open: 1 });
  });

  it('has no part in a failure of a subgraph that says the same', async () => {
    expect((await ask('{ broken }')).error).toMatchObject({
      message: 'Something went wrong on our side.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  });
});
