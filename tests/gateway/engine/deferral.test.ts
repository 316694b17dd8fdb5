import { gate, startSwappingGraph, type Question, type SwappingGraph } from '../../support/swapping-graph';
import type { TestAnswerPart } from '../../support/test-subgraphs';
import { until } from '../../support/until';

const USERS = [
  { __typename: 'User', id: '1', name: 'Siti' },
  { __typename: 'User', id: '2', name: 'Budi' },
];
/** What opens the doors of the slower subgraphs, when a test closed them. */
const doors: Record<'reviews' | 'stock', ReturnType<typeof gate> | null> = { reviews: null, stock: null };

let graph: SwappingGraph;
beforeAll(async () => {
  graph = await startSwappingGraph([
    {
      name: 'users',
      sdl: `
        type Query { users: [User!]! user(id: ID!): User media: [Media!]! shop: Shop }
        type Mutation { rename(id: ID!, name: String!): User }
        type User @key(fields: "id") { id: ID! name: String! nick: String! friend: User shop: Shop }
        type Shop @key(fields: "id") { id: ID! city: String }
        union Media = User | Book
        type Book { title: String! isbn: String page: Page }
        type Page { number: Int! }`,
      resolvers: {
        Query: {
          users: () => USERS,
          user: (_: unknown, { id }: { id: string }) => USERS.find((one) => one.id === id),
          media: () => [USERS[0], { __typename: 'Book', title: 'Hujan' }],
          shop: () => ({ id: 's' }),
        },
        Mutation: { rename: (_: unknown, given: object) => given },
        Book: {
          isbn: () => {
            throw new Error('no number');
          },
          page: () => ({ number: null }),
        },
        User: {
          __resolveReference: ({ id }: { id: string }) => USERS.find((one) => one.id === id),
          nick: () => null,
          friend: ({ id }: { id: string }) => USERS.find((one) => one.id !== id),
          shop: () => ({ id: 's' }),
        },
        Shop: { city: () => 'Malang', __resolveReference: ({ id }: { id: string }) => ({ id }) },
      },
    },
    {
      name: 'reviews',
      sdl: `
        type User @key(fields: "id") { id: ID! reviews: [Review!]! rank: Int! }
        type Review { text: String! author: User! }`,
      resolvers: {
        User: {
          __resolveReference: async ({ id }: { id: string }) => {
            await doors.reviews?.opened;
            return { id };
          },
          reviews: ({ id }: { id: string }) => [{ text: `of ${id}`, author: { id } }],
          rank: ({ id }: { id: string }) => {
            if (id === '2') throw new Error('no rank');
            return Number(id);
          },
        },
      },
    },
    {
      name: 'stock',
      sdl: 'type Shop @key(fields: "id") { id: ID! stock: Int }',
      resolvers: {
        Shop: {
          __resolveReference: async ({ id }: { id: string }) => {
            await doors.stock?.opened;
            return { id, stock: 7 };
          },
        },
      },
    },
  ]);
});
beforeEach(() => {
  graph.asked.length = 0;
  doors.reviews = doors.stock = null;
});
afterAll(() => graph.server.stop());

async function partsOf(query: string, question?: Question): Promise<readonly TestAnswerPart[]> {
  const parts: TestAnswerPart[] = [];
  for await (const part of graph.askInParts(query, question)) parts.push(part);
  return parts;
}

describe('what is deferred is told later', () => {
  it.each<[string, string, readonly TestAnswerPart[]]>([
    [
      'of each object of a list at its place',
      '{ users { name ... @defer { reviews { text } } } }',
      [
        { data: { users: [{ name: 'Siti' }, { name: 'Budi' }] }, hasNext: true },
        {
          incremental: [
            { path: ['users', 0], data: { reviews: [{ text: 'of 1' }] } },
            { path: ['users', 1], data: { reviews: [{ text: 'of 2' }] } },
          ],
          hasNext: false,
        },
      ],
    ],
    [
      'with its label, from a subgraph that was asked before, too',
      '{ user(id: 1) { id ...Name @defer(label: "name") } } fragment Name on User { name }',
      [
        { data: { user: { id: '1' } }, hasNext: true },
        { incremental: [{ path: ['user'], label: 'name', data: { name: 'Siti' } }], hasNext: false },
      ],
    ],
    [
      'at the root',
      '{ ... @defer(label: "root") { users { id } } user(id: 2) { id } }',
      [
        { data: { user: { id: '2' } }, hasNext: true },
        {
          incremental: [{ path: [], label: 'root', data: { users: [{ id: '1' }, { id: '2' }] } }],
          hasNext: false,
        },
      ],
    ],
    [
      'in what was deferred itself',
      '{ user(id: 1) { ... @defer(label: "outer") { name friend { ... @defer(label: "inner") { name } } } } }',
      [
        { data: { user: {} }, hasNext: true },
        {
          incremental: [{ path: ['user'], label: 'outer', data: { name: 'Siti', friend: {} } }],
          hasNext: true,
        },
        {
          incremental: [{ path: ['user', 'friend'], label: 'inner', data: { name: 'Budi' } }],
          hasNext: false,
        },
      ],
    ],
    [
      'of objects of its type alone',
      '{ media { __typename ... on User @defer { name } } }',
      [
        { data: { media: [{ __typename: 'User' }, { __typename: 'Book' }] }, hasNext: true },
        { incremental: [{ path: ['media', 0], data: { name: 'Siti' } }], hasNext: false },
      ],
    ],
    [
      'under the names that its client gave',
      '{ u: user(id: 1) { id: name ... @defer { a: id of: reviews { id: text } } } }',
      [
        { data: { u: { id: 'Siti' } }, hasNext: true },
        { incremental: [{ path: ['u'], data: { a: '1', of: [{ id: 'of 1' }] } }], hasNext: false },
      ],
    ],
    [
      'below a mutation',
      'mutation { rename(id: 1, name: "Ayu") { name ... @defer { reviews { text } } } }',
      [
        { data: { rename: { name: 'Ayu' } }, hasNext: true },
        { incremental: [{ path: ['rename'], data: { reviews: [{ text: 'of 1' }] } }], hasNext: false },
      ],
    ],
  ])('%s', async (_, query, expected) => {
    expect(await partsOf(query)).toEqual(expected);
  });

  it('of a fragment that is spread in two places at both, and by one plan', async () => {
    const query = `{ user(id: 1) { ...F friend { ...F } } } fragment F on User { id ... @defer(label: "f") { name } }`;
    const [first, ...later] = await partsOf(query);
    expect(first?.data).toEqual({ user: { id: '1', friend: { id: '2' } } });
    const told = later.flatMap(({ incremental = [] }) => incremental);
    expect(told).toHaveLength(2);
    expect(told).toEqual(
      expect.arrayContaining([
        { path: ['user'], label: 'f', data: { name: 'Siti' } },
        { path: ['user', 'friend'], label: 'f', data: { name: 'Budi' } },
      ]),
    );
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ['where its condition holds', { later: true }, true],
    ['not where it does not', { later: false }, false],
    ['by the default of its condition', {}, true],
  ])('%s', async (_, variables, isDeferred) => {
    const query = 'query ($later: Boolean! = true) { user(id: 1) { id ... @defer(if: $later) { name } } }';
    expect(await partsOf(query, { variables })).toHaveLength(isDeferred ? 2 : 1);
  });
});

it('is planned by the conditions that hold, whichever held before', async () => {
  const query = `query b($a: Boolean!, $b: Boolean!) { user(id: 1) {
    id ... @defer(if: $a, label: "a") { name } ... @defer(if: $b, label: "b") { friend { id } } } }`;
  const labelsFor = async (variables: Record<string, unknown>, operationName?: string) => {
    const [, ...later] = await partsOf(query, { variables, ...(operationName ? { operationName } : {}) });
    return later.flatMap(({ incremental = [] }) => incremental.map(({ label }) => label)).sort();
  };
  expect(await labelsFor({ a: true, b: true })).toEqual(['a', 'b']);
  expect(await labelsFor({ a: true, b: false }, 'b')).toEqual(['a']);
  expect(await labelsFor({ a: false, b: true })).toEqual(['b']);
});

describe('nobody waits', () => {
  it('for what is deferred, with the first part', async () => {
    doors.reviews = gate();
    const parts = graph.askInParts('{ user(id: 1) { name ... @defer { reviews { text } } } }');
    expect((await parts.next()).value).toEqual({ data: { user: { name: 'Siti' } }, hasNext: true });
    doors.reviews.open();
    expect((await parts.next()).value).toMatchObject({ hasNext: false });
  });

  it('for the first part, with fetches that need less than all of it', async () => {
    doors.reviews = gate();
    const parts = graph.askInParts('{ user(id: 1) { reviews { text } ... @defer { shop { id stock } } } }');
    const first = parts.next();
    await until(() => graph.asked.some((query) => query.includes('stock')));
    doors.reviews.open();
    expect((await first).value).toMatchObject({ data: { user: { reviews: [{ text: 'of 1' }] } } });
    expect((await parts.next()).value).toMatchObject({
      incremental: [{ path: ['user'], data: { shop: { id: 's', stock: 7 } } }],
    });
  });

  it('for one part with another', async () => {
    [doors.reviews, doors.stock] = [gate(), gate()];
    const parts = graph.askInParts(
      '{ user(id: 1) { ... @defer(label: "a") { reviews { text } } shop { ... @defer(label: "b") { stock } } } }',
    );
    await parts.next();
    doors.stock.open();
    expect((await parts.next()).value).toMatchObject({ incremental: [{ label: 'b' }], hasNext: true });
    doors.reviews.open();
    expect((await parts.next()).value).toMatchObject({ incremental: [{ label: 'a' }], hasNext: false });
    expect((await parts.next()).done).toBe(true);
  });
});

describe('what goes wrong', () => {
  const MASKED = {
    message: 'Something went wrong on our side.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };

  it('in a part is told with it, at its place, and costs the others nothing', async () => {
    const [, later] = await partsOf('{ users { ... @defer { name rank } } }');
    expect(later?.incremental).toEqual([
      { path: ['users', 0], data: { name: 'Siti', rank: 1 } },
      { path: ['users', 1], data: null, errors: [{ ...MASKED, path: ['users', 1, 'rank'] }] },
    ]);
  });

  it('in the first part, and made it null, leaves nothing to tell later', async () => {
    const [only, ...later] = await partsOf('{ user(id: 1) { nick friend { ... @defer { name } } } }');
    expect(only).toMatchObject({ data: { user: null }, errors: [{ path: ['user', 'nick'] }] });
    expect([only?.hasNext, later]).toEqual([undefined, []]);
  });

  it('in a part, and rose through it, leaves nothing to tell of what is deferred in it', async () => {
    const [, ...later] = await partsOf(
      '{ user(id: 1) { ... @defer { nick friend { ... @defer { name } } } } }',
    );
    expect(later).toMatchObject([{ incremental: [{ path: ['user'], data: null }], hasNext: false }]);
  });

  it('at what comes later, though it was fetched with the first part, is told later', async () => {
    const [first, later] = await partsOf('{ media { ... on Book { title ... @defer { isbn } } } }');
    expect(first).toEqual({ data: { media: [{}, { title: 'Hujan' }] }, hasNext: true });
    expect(later?.incremental).toEqual([
      { path: ['media', 1], data: { isbn: null }, errors: [{ ...MASKED, path: ['media', 1, 'isbn'] }] },
    ]);
  });

  it('before is told once more where it is the reason of a null later', async () => {
    const [first, later] = await partsOf(
      '{ media { ... on Book { page { number } ... @defer { page { number } title } } } }',
    );
    const errors = [{ ...MASKED, path: ['media', 1, 'page', 'number'] }];
    expect(first).toMatchObject({ data: { media: [{}, { page: null }] }, errors });
    expect(later?.incremental).toEqual([
      { path: ['media', 1], data: { page: null, title: 'Hujan' }, errors },
    ]);
  });
});

describe('it is answered in one', () => {
  const WHOLE = { data: { user: { id: '1', name: 'Siti' } } };
  const many = (count: number): string =>
    Array.from({ length: count }, (_, i) => `... @defer { n${i}: name }`).join(' ');

  it.each([
    ['where it says so itself', '{ user(id: 1) { id ... @defer(if: false) { name } } }'],
    [
      'where nothing is left to be deferred',
      '{ user(id: 1) { id name ... on User @skip(if: true) { ... @defer { name } } } }',
    ],
  ])('%s', async (_, query) => {
    expect(await partsOf(query)).toEqual([WHOLE]);
  });

  it('where its client takes one answer, with no more fetches than without @defer', async () => {
    const query = '{ user(id: 1) { id ... @defer { name } } }';
    expect(await graph.ask(query)).toEqual(WHOLE);
    const [fetch = ''] = graph.asked;
    expect([graph.asked.length, fetch.includes('name')]).toEqual([1, true]);
  });

  it.each([
    [50, 2],
    [51, 1],
  ])('where it defers more than that many things: %i', async (count, parts) => {
    expect(await partsOf(`{ user(id: 1) { id ${many(count)} } }`)).toHaveLength(parts);
  });

  it('where the planner can not plan it in parts: what is asked of the schema', async () => {
    const parts = await partsOf('{ ... @defer { __type(name: "User") { name } } user(id: 1) { id } }');
    expect(parts).toEqual([{ data: { __type: { name: 'User' }, user: { id: '1' } } }]);
  });

  it('where the planner never comes to an end, and so is what has no plan yet for a while', async () => {
    const circular = await startSwappingGraph([
      {
        name: 'names',
        sdl: `
          type Query { known: Known! }
          type Known @interfaceObject @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { known: () => ({ id: '1' }) } },
      },
      {
        name: 'sellers',
        sdl: `
          interface Known @key(fields: "id") { id: ID! }
          type Seller implements Known @key(fields: "id") { id: ID! rank: Int }`,
        resolvers: {
          Known: { __resolveReference: () => ({ __typename: 'Seller', id: '1', rank: 3 }) },
          Seller: { __resolveReference: () => ({ id: '1', rank: 3 }) },
        },
      },
    ]);
    const asked = [
      '{ known { ... on Seller { ... on Seller @defer { rank } } } }',
      '{ known { id ... @defer { __typename } } }',
      '{ known { ... on Seller { ... on Seller @defer { rank } } } }',
    ];
    const answers = [];
    for (const query of asked) for await (const part of circular.askInParts(query)) answers.push(part);
    expect(answers).toEqual([
      { data: { known: { rank: 3 } } },
      { data: { known: { id: '1', __typename: 'Seller' } } },
      { data: { known: { rank: 3 } } },
    ]);
    await circular.server.stop();
  });
});
