import type { Role } from '../../../adapters/core/actor';
import { parseMarketplaceId } from '../../../adapters/core/ids';
import { actorOf } from '../../support/actors';
import { startSwappingGraph, type SwappingGraph } from '../../support/swapping-graph';
import type { TestAnswer, TestSubgraph } from '../../support/test-subgraphs';

let cancelled = 0;
const cart = { __typename: 'Cart', id: 'c1', label: 'cart', secret: 'cs' };
const bill = { __typename: 'Bill', id: 'b1', label: 'bill', total: 7 };
const memo = { __typename: 'Memo', id: 'm1', label: 'memo', text: 'hush' };
const rows = (depth: number): unknown =>
  depth === 0 ? { open: 'o', closed: 'c', must: 'm', row: { open: 'o2', must: 'm2' } } : [rows(depth - 1)];

const ORDERS: TestSubgraph = {
  name: 'orders',
  sdl: `
    type Query {
      open: String
      anyone: String @authenticated
      orders: String @requiresScopes(scopes: [["orders:read"]])
      both: String @requiresScopes(scopes: [["orders:read", "totals:read"]])
      either: String @requiresScopes(scopes: [["orders:audit"], ["marketplaces:manage"]])
      nobody: String @requiresScopes(scopes: [["moon:land"]])
      must: String! @authenticated
      person: Person
      secretType: Bill
      secretScalar: Secret
      secretEnum: Grade
      papers: [Paper]
      carts: [Cart!]!
      thing: Thing
      things: [Thing]
      documents: [Document]
      row: Row
      json: Json
      grid: [[Row]]
      solidGrid: [[Row!]!]
      argued(n: Int): Int @authenticated
    }
    type Mutation {
      cancel: Int @requiresScopes(scopes: [["orders:place"]])
      note: Int
    }
    type Row { open: String closed: String @authenticated must: String! @authenticated row: Row }
    scalar Secret @authenticated
    scalar Json
    enum Grade @requiresScopes(scopes: [["orders:audit"]]) { A B }
    interface Paper { id: ID! label: String }
    type Cart implements Paper { id: ID! label: String @authenticated secret: String @authenticated }
    type Note implements Paper { id: ID! label: String }
    interface Document { id: ID! label: String }
    type Bill implements Document @requiresScopes(scopes: [["totals:read"]]) { id: ID! label: String total: Int }
    type Memo implements Document { id: ID! label: String text: String }
    union Thing = Cart | Bill | Memo
    type Person @key(fields: "id") { id: ID! name: String }
  `,
  resolvers: {
    Query: {
      open: () => 'open',
      anyone: () => 'anyone',
      orders: () => 'orders',
      both: () => 'both',
      either: () => 'either',
      nobody: () => 'nobody',
      must: () => 'must',
      person: () => ({ id: 'p1', name: 'Ani' }),
      secretType: () => bill,
      secretScalar: () => 's',
      secretEnum: () => 'A',
      papers: () => [cart, { __typename: 'Note', id: 'n1', label: 'note' }],
      carts: () => [cart],
      thing: () => cart,
      things: () => [cart, bill, memo],
      documents: () => [memo],
      row: () => rows(0),
      json: () => ({ refused_0: 'data', list: [{}] }),
      grid: () => rows(2),
      solidGrid: () => rows(2),
      argued: (_: unknown, { n }: { n: number }) => n,
    },
    Mutation: { cancel: () => (cancelled += 1), note: () => 1 },
    Person: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Ani' }) },
  },
};
const PEOPLE: TestSubgraph = {
  name: 'people',
  sdl: `type Person @key(fields: "id") { id: ID! salary: Int @requiresScopes(scopes: [["orders:audit"]]) }`,
  resolvers: { Person: { __resolveReference: ({ id }: { id: string }) => ({ id, salary: 5 }) } },
};

type Caller = Role | 'nobody';
const actorFor = (caller: Caller) =>
  caller === 'nobody'
    ? null
    : actorOf({
        role: caller,
        ...(caller === 'PARTNER' ? { institution: null, marketplace: parseMarketplaceId('mbiz') } : {}),
      });

describe('a gateway with rules', () => {
  let graph: SwappingGraph;
  beforeAll(async () => {
    graph = await startSwappingGraph([ORDERS, PEOPLE]);
  });
  afterAll(() => graph.server.stop());
  const ask = (query: string, caller: Caller = 'nobody', variables?: Record<string, unknown>) =>
    graph.ask(query, { actor: actorFor(caller), ...(variables ? { variables } : {}) });
  const paths = ({ errors }: TestAnswer) => errors?.map(({ path }) => path?.join('.'));

  const EVERYONE: readonly Caller[] = ['nobody', 'PP', 'PPK', 'TREASURER', 'AUDITOR', 'PARTNER', 'ADMIN'];
  it.each<[field: string, allowed: readonly Caller[]]>([
    ['open', EVERYONE],
    ['anyone', EVERYONE.slice(1)],
    ['orders', ['PP', 'PPK', 'TREASURER', 'AUDITOR']],
    ['both', ['PP', 'PPK', 'TREASURER', 'AUDITOR']],
    ['either', ['AUDITOR', 'PARTNER', 'ADMIN']],
    ['nobody', []],
    ['secretScalar', EVERYONE.slice(1)],
    ['secretEnum', ['AUDITOR']],
    ['secretType { id }', ['PP', 'PPK', 'TREASURER', 'AUDITOR', 'ADMIN']],
    ['person { salary }', ['AUDITOR']],
  ])('gives %s to whom it belongs and to no one else', async (field, allowed) => {
    for (const caller of EVERYONE) {
      const { errors } = await ask(`{ ${field} }`, caller);
      expect([caller, errors?.map(({ extensions }) => extensions?.['code']) ?? 'given']).toEqual([
        caller,
        allowed.includes(caller) ? 'given' : ['FORBIDDEN'],
      ]);
    }
  });

  it.each<[what: string, query: string, caller: Caller, message: string]>([
    ['a token', '{ anyone }', 'nobody', 'Query.anyone: needs a bearer token (header Authorization).'],
    [
      'a token with a scope',
      '{ orders }',
      'nobody',
      'Query.orders: needs a bearer token (header Authorization) with the scope orders:read; roles that have it: PP, PPK, TREASURER, AUDITOR.',
    ],
    [
      'another role',
      '{ either }',
      'PP',
      'Query.either: needs the scope (orders:audit or marketplaces:manage); roles that have it: AUDITOR, PARTNER, ADMIN.',
    ],
    ['what no one has', '{ nobody }', 'ADMIN', 'Query.nobody: needs the scope moon:land; no role has it.'],
  ])('says that a field needs %s', async (_, query, caller, message) => {
    expect((await ask(query, caller)).errors?.[0]?.message).toBe(message);
  });

  it.each<[what: string, query: string, data: unknown, errors: readonly string[]]>([
    ['under an alias', '{ a: open b: anyone c: open }', { a: 'open', b: null, c: 'open' }, ['b']],
    [
      'in the order that was asked',
      '{ anyone open orders }',
      { anyone: null, open: 'open', orders: null },
      ['anyone', 'orders'],
    ],
    ['selected twice', '{ anyone ... { anyone } x: anyone }', { anyone: null, x: null }, ['anyone', 'x']],
    [
      'in a named fragment',
      'query { ...A } fragment A on Query { anyone ...B } fragment B on Query { open }',
      { anyone: null, open: 'open' },
      ['anyone'],
    ],
    [
      'with a fragment that only it used',
      'query { r: row { closed } secretType { ...A } } fragment A on Bill { id }',
      { r: { closed: null }, secretType: null },
      ['r.closed', 'secretType'],
    ],
    [
      'with an argument from a variable',
      'query ($n: Int) { argued(n: $n) open }',
      { argued: null, open: 'open' },
      ['argued'],
    ],
    [
      'beside names like those of its stand-in',
      '{ refused_0: open anyone refused__0: open }',
      { refused_0: 'open', anyone: null, refused__0: 'open' },
      ['anyone'],
    ],
    [
      'beside a scalar that looks like its stand-in',
      '{ json anyone }',
      { json: { refused_0: 'data', list: [{}] }, anyone: null },
      ['anyone'],
    ],
    [
      'in lists in lists',
      '{ grid { open closed } }',
      { grid: [[{ open: 'o', closed: null }]] },
      ['grid.0.0.closed'],
    ],
    [
      'in an inline fragment',
      '{ things { ... on Cart { id secret } ... on Memo { text } } }',
      { things: [{ id: 'c1', secret: null }, {}, { text: 'hush' }] },
      ['things.0.secret'],
    ],
    [
      'of a type in a union',
      '{ things { __typename ... on Bill { id: total } } }',
      { things: [{ __typename: 'Cart' }, { __typename: 'Bill', id: null }, { __typename: 'Memo' }] },
      ['things.1.id'],
    ],
    [
      'through an interface',
      '{ papers { id label } }',
      {
        papers: [
          { id: 'c1', label: null },
          { id: 'n1', label: null },
        ],
      },
      ['papers.0.label', 'papers.1.label'],
    ],
    [
      'given by one type of an interface and not by another',
      '{ papers { ... on Note { label } ... on Cart { label } } }',
      { papers: [{ label: null }, { label: 'note' }] },
      ['papers.0.label'],
    ],
    [
      'given in one selection, refused in another',
      '{ papers { ... on Note { label } label id } }',
      {
        papers: [
          { label: null, id: 'c1' },
          { label: null, id: 'n1' },
        ],
      },
      ['papers.0.label', 'papers.1.label'],
    ],
    [
      'that leads to an interface with a guarded type',
      '{ documents { id } open }',
      { documents: null, open: 'open' },
      ['documents'],
    ],
    [
      'through an interface of a member of a union',
      '{ thing { ... on Document { id } } t: things { ... on Document { label } } }',
      { thing: {}, t: [{}, { label: null }, { label: null }] },
      ['t.1.label', 't.2.label'],
    ],
    ['with no other field beside it', '{ row { closed } }', { row: { closed: null } }, ['row.closed']],
    [
      'beside introspection',
      '{ __schema { queryType { name } } anyone __typename }',
      { __schema: { queryType: { name: 'Query' } }, anyone: null, __typename: 'Query' },
      ['anyone'],
    ],
    [
      'of another subgraph',
      '{ person { name salary id } }',
      { person: { name: 'Ani', salary: null, id: 'p1' } },
      ['person.salary'],
    ],
    [
      'that holds no null',
      '{ row { open row { must } } }',
      { row: { open: 'o', row: null } },
      ['row.row.must'],
    ],
    [
      'that holds no null, in a list of no nulls',
      '{ solidGrid { must } }',
      { solidGrid: null },
      ['solidGrid.0.0.must'],
    ],
    [
      'that holds no null, in a list',
      '{ grid { must row { open } } }',
      { grid: [[null]] },
      ['grid.0.0.must'],
    ],
    ['that holds no null, at the root', '{ open must }', null, ['must']],
    [
      'merged from several selections',
      '{ row { row { open } } ...A } fragment A on Query { row { row { must } open } }',
      { row: { row: null, open: 'o' } },
      ['row.row.must'],
    ],
  ])('refuses a field %s', async (_, query, data, errors) => {
    const answer = await ask(query);
    expect(answer.data).toEqual(data);
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data));
    expect(paths(answer)).toEqual(errors);
    expect(new Set(answer.errors?.map(({ extensions }) => extensions?.['code']))).toEqual(
      new Set(['FORBIDDEN']),
    );
  });

  it.each<[string, boolean, unknown, readonly string[] | undefined]>([
    ['@skip(if: $v)', true, { open: 'open' }, undefined],
    ['@skip(if: $v)', false, { open: 'open', anyone: null }, ['anyone']],
    ['@include(if: $v)', true, { open: 'open', anyone: null }, ['anyone']],
    ['@include(if: $v)', false, { open: 'open' }, undefined],
  ])('says nothing of a field that was not wanted: %s with %s', async (directive, v, data, errors) => {
    const answers = await Promise.all([
      ask(`query ($v: Boolean!) { open anyone ${directive} }`, 'nobody', { v }),
      ask(`query ($v: Boolean!) { open ... ${directive} { anyone } }`, 'nobody', { v }),
    ]);
    for (const answer of answers) expect([answer.data, paths(answer)]).toEqual([data, errors]);
  });

  it('asks no subgraph for what is refused', async () => {
    graph.asked.length = 0;
    await ask('{ anyone orders }');
    expect(graph.asked).toEqual([]);
    await ask('{ person { name salary } row { closed } }');
    expect(graph.asked.join('\n')).not.toMatch(/salary|closed|people:/);
  });

  it('carries out no mutation that is refused, and those that are not', async () => {
    cancelled = 0;
    const answer = await ask('mutation { note x: cancel }', 'TREASURER');
    expect([answer.data, paths(answer), cancelled]).toEqual([{ note: 1, x: null }, ['x'], 0]);
    expect((await ask('mutation { cancel }', 'TREASURER')).data).toEqual({ cancel: null });
    expect(cancelled).toBe(0);
    expect((await ask('mutation { cancel }', 'PP')).data).toEqual({ cancel: 1 });
  });

  it('carries out for no one the plan that was made for another', async () => {
    const query = 'query Plan { open person { name salary } anyone }';
    const refused = { open: 'open', person: { name: 'Ani', salary: null }, anyone: null };
    const whole = { open: 'open', person: { name: 'Ani', salary: 5 }, anyone: 'anyone' };
    for (const [caller, data] of [
      ['AUDITOR', whole],
      ['nobody', refused],
      ['PP', { ...whole, person: refused.person }],
      ['AUDITOR', whole],
      ['nobody', refused],
    ] as const) {
      graph.asked.length = 0;
      expect([caller, (await ask(query, caller)).data]).toEqual([caller, data]);
      expect(graph.asked.some((asked) => asked.includes('salary'))).toBe(caller === 'AUDITOR');
    }
  });

  it.each(['{ _entities(representations: []) { __typename } }', '{ _service { sdl } }'])(
    'does not know %s, which would go around all rules',
    async (query) => {
      expect((await ask(query, 'ADMIN')).errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    },
  );

  it('still says what is wrong with variables of a refused field', async () => {
    const { errors } = await ask('query ($n: Int!) { argued(n: $n) }', 'nobody', { n: 'x' });
    expect(errors?.[0]?.message).toMatch(/Variable "\$n"/);
  });
});

it('a supergraph that changes brings its rules along, and old plans are forgotten', async () => {
  const graph = await startSwappingGraph([ORDERS, PEOPLE]);
  const open = { ...ORDERS, sdl: ORDERS.sdl.replace('anyone: String @authenticated', 'anyone: String') };
  const ask = async () => (await graph.ask('{ open anyone }')).data;
  expect(await ask()).toEqual({ open: 'open', anyone: null });
  await graph.swap([open, PEOPLE]);
  expect(await ask()).toEqual({ open: 'open', anyone: 'anyone' });
  await graph.swap([ORDERS, PEOPLE]);
  expect(await ask()).toEqual({ open: 'open', anyone: null });
  await graph.server.stop();
});
