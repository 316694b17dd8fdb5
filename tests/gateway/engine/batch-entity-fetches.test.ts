import type { SubgraphAnswer, SubgraphRequest } from '../../../gateway/data-sources/data-source';
import { batchEntityFetches } from '../../../gateway/engine/batch/batch-entity-fetches';
import { createCombineOperations } from '../../../gateway/engine/batch/combine-operations';

const queryOf = (field: string) =>
  `query($representations:[_Any!]!){_entities(representations:$representations){...on Thing{${field}}}}`;
const fetchOf = (field: string, ...ids: readonly number[]): SubgraphRequest => ({
  query: queryOf(field),
  variables: { representations: ids.map((id) => ({ __typename: 'Thing', id })) },
});

const named = (operationName: string, { query, ...request }: SubgraphRequest): SubgraphRequest => ({
  ...request,
  query: query.replace('query', `query ${operationName}`),
  operationName,
});

type Lists = Readonly<Record<string, readonly { readonly id: number }[]>>;

/** A subgraph that answers each entity with its id, under whatever name its list is asked for. */
function echo({ variables }: SubgraphRequest): SubgraphAnswer {
  const lists = variables as Lists;
  return {
    data: Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [
        name.replace('representations', '_entities'),
        list.map(({ id }) => ({ id })),
      ]),
    ),
  };
}

function open({
  answer = echo,
  takesCombined = true,
  combine = createCombineOperations(),
  remainingMs = 60_000,
}: {
  readonly answer?: (request: SubgraphRequest) => SubgraphAnswer;
  readonly takesCombined?: boolean;
  readonly combine?: ReturnType<typeof createCombineOperations>;
  readonly remainingMs?: number;
} = {}) {
  const asked: (readonly [subgraph: string, request: SubgraphRequest])[] = [];
  let sharings = 0;
  const { ask, ...batch } = batchEntityFetches({
    combine,
    remainingMs: () => remainingMs,
    takesCombined: () => takesCombined,
    onShared: () => (sharings += 1),
    ask: async (subgraph, request) => {
      asked.push([subgraph, request]);
      return Promise.resolve(answer(request));
    },
  });
  const ids = async (fetched: Promise<SubgraphAnswer>) =>
    ((await fetched).data?.['_entities'] as { id: number }[]).map(({ id }) => id);
  const askFirst = (subgraph: string, request: SubgraphRequest, isLast = false) =>
    ask(subgraph, request, isLast);
  return { batch: { ...batch, ask: askFirst }, asked, ids, sharings: () => sharings };
}

describe('entity fetches that come at the same time', () => {
  it.each<[string, readonly SubgraphRequest[], number, number]>([
    [
      'of the same fields are one list, each entity in it once',
      [fetchOf('a', 1, 2), fetchOf('a', 2, 3)],
      1,
      1,
    ],
    ['of other fields are lists of one request', [fetchOf('a', 1, 2), fetchOf('b', 2)], 1, 0],
    [
      'of the same fields under other names of their operations are one list',
      [named('first', fetchOf('a', 1)), named('second', fetchOf('a', 1, 2))],
      1,
      1,
    ],
    ['both', [fetchOf('a', 1), fetchOf('b', 2), fetchOf('a', 1, 3)], 1, 1],
  ])('%s, and each gets its own', async (_, fetches, requests, sharings) => {
    const { batch, asked, ids, sharings: told } = open();
    const answers = await Promise.all(fetches.map((fetch) => ids(batch.ask('s', fetch))));
    expect(answers).toEqual(
      fetches.map(({ variables }) => (variables as Lists)['representations']?.map(({ id }) => id)),
    );
    expect([asked.length, told()]).toEqual([requests, sharings]);
    // However many ask for it, an entity is in its list once.
    for (const [, { variables }] of asked)
      for (const list of Object.values(variables as Lists))
        expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
  });

  it('go apart to a subgraph that takes one list at a time, and to two subgraphs', async () => {
    const single = open({ takesCombined: false });
    await Promise.all([single.batch.ask('s', fetchOf('a', 1)), single.batch.ask('s', fetchOf('b', 1))]);
    expect(single.asked.map(([, { query }]) => query)).toEqual([queryOf('a'), queryOf('b')]);
    const two = open();
    await Promise.all([two.batch.ask('s', fetchOf('a', 1)), two.batch.ask('t', fetchOf('a', 1))]);
    expect(two.asked.map(([subgraph]) => subgraph)).toEqual(['s', 't']);
  });

  it('leave what is no entity fetch alone', async () => {
    const { batch, asked } = open({ answer: () => ({ data: {} }) });
    const request = { query: '{ a }', variables: {} };
    await batch.ask('s', request);
    expect(asked).toEqual([['s', request]]);
  });

  it('get the errors of their own entities, and those that are nobody’s', async () => {
    const { batch } = open({
      answer: (request) => ({
        ...echo(request),
        errors: [
          { message: 'of a 3', path: ['_entities0', 2, 'a'] },
          { message: 'of b', path: ['_entities1', 0] },
          { message: 'of all' },
        ],
      }),
    });
    const told = await Promise.all(
      [fetchOf('a', 1, 2), fetchOf('b', 9), fetchOf('a', 3, 1)].map((fetch) => batch.ask('s', fetch)),
    );
    expect(told.map(({ errors }) => errors)).toEqual([
      [{ message: 'of all' }],
      [{ message: 'of b', path: ['_entities', 0] }, { message: 'of all' }],
      [{ message: 'of a 3', path: ['_entities', 0, 'a'] }, { message: 'of all' }],
    ]);
  });

  it.each<[string, (entities: readonly unknown[]) => unknown]>([
    ['too few entities', (entities) => entities.slice(1)],
    ['too many', (entities) => [null, ...entities]],
    ['no list of them', () => ({})],
  ])('get none of %s, which may be meant for others', async (_, changed) => {
    const { batch } = open({
      answer: (request) => ({ data: { _entities: changed(echo(request).data?.['_entities'] as unknown[]) } }),
    });
    const fetches = [fetchOf('a', 1, 2), fetchOf('a', 3)];
    const told = await Promise.all(fetches.map((fetch) => batch.ask('s', fetch)));
    // A list of another length than was asked for: each fetch tells that.
    for (const { data } of told) expect([[], {}]).toContainEqual(data?.['_entities']);
  });

  it('all fail when their request does, or when it can not be made', async () => {
    const down = () => {
      throw new Error('down');
    };
    for (const { batch } of [open({ answer: down }), open({ combine: down })]) {
      const fetched = [batch.ask('s', fetchOf('a', 1)), batch.ask('s', fetchOf('b', 1))];
      const outcomes = await Promise.allSettled(fetched);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    }
  });
});

describe('an entity fetch', () => {
  const next = (...subgraphs: readonly string[]) => ({ next: subgraphs, later: subgraphs });
  const later = (...subgraphs: readonly string[]) => ({ next: [], later: subgraphs });
  const turn = () => new Promise(setImmediate);

  it('waits for one that is expected, and goes with it', async () => {
    const { batch, asked } = open();
    batch.expect(next('s'));
    const first = batch.ask('s', fetchOf('a', 1));
    batch.arrive(next('s'));
    const second = batch.ask('s', fetchOf('b', 1));
    await Promise.all([first, second]);
    expect(asked).toHaveLength(1);
  });

  it('goes when what was expected came without it, and does not wait for ever', async () => {
    const { batch, asked } = open();
    batch.expect(next('s', 't'));
    const first = batch.ask('s', fetchOf('a', 1));
    await turn();
    batch.arrive(next('s'));
    await first;
    await batch.ask('t', fetchOf('a', 1)); // still expected: it goes by itself after a moment
    expect(asked.map(([subgraph]) => subgraph)).toEqual(['s', 't']);
  });

  it('that nothing follows waits for whatever else comes to its subgraph', async () => {
    const { batch, asked } = open();
    batch.expect(later('s'));
    const last = batch.ask('s', fetchOf('a', 1), true);
    await turn();
    expect(asked).toHaveLength(0);
    batch.arrive(later('s'));
    await Promise.all([last, batch.ask('s', fetchOf('b', 1), true)]);
    expect(asked).toHaveLength(1);
  });

  it('that something follows does not, and takes along what waits', async () => {
    const { batch, asked } = open();
    batch.expect(later('s'));
    const last = batch.ask('s', fetchOf('a', 1), true);
    await Promise.all([last, batch.ask('s', fetchOf('b', 1), false)]);
    expect(asked).toHaveLength(1);
  });

  it('that nothing follows does not wait for ever either', async () => {
    const { batch, asked } = open();
    batch.expect(later('s'));
    await batch.ask('s', fetchOf('a', 1), true);
    expect(asked).toHaveLength(1);
  });

  it('that nothing follows keeps most of the time that is left for itself', async () => {
    const { batch } = open({ remainingMs: 8 });
    const started = performance.now();
    batch.expect(later('s'));
    await batch.ask('s', fetchOf('a', 1), true); // after 2 ms, not after 250
    expect(performance.now() - started).toBeLessThan(200);
  });
});
