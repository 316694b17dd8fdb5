import { startSwappingGraph, type SwappingGraph } from '../../support/swapping-graph';
import type { TestSubgraph } from '../../support/test-subgraphs';

const RATES: Readonly<Record<string, number>> = { IDR: 1000, USD: 1, EUR: 2 };
const price = (_: unknown, { currency }: { currency: string }) => {
  const rate = RATES[currency];
  if (rate === undefined) throw new Error(`no rate for ${currency}`);
  return rate;
};

const shop: TestSubgraph = {
  name: 'shop',
  sdl: `
    type Query { goods: [Good!]! good: Good priced: Priced }
    interface Priced { price(currency: String!): Int }
    type Good implements Priced @key(fields: "id") {
      id: ID! name: String price(currency: String!): Int price__req0: Int parts: Parts anyPart: Priced
    }
    type Parts { cheapest(count: Int!): [Part!] }
    type Part implements Priced @key(fields: "id") { id: ID! price(currency: String!): Int }
  `,
  resolvers: {
    Query: {
      goods: () => [{ id: '1' }, { id: '2' }],
      good: () => ({ id: '1' }),
      priced: () => ({ __typename: 'Good', id: '1' }),
    },
    Good: {
      name: () => 'lamp',
      price,
      price__req0: () => 7,
      parts: () => ({}),
      anyPart: () => ({ __typename: 'Part', id: 'p' }),
    },
    Part: { price },
    Parts: {
      cheapest: (_: unknown, { count }: { count: number }) =>
        Array.from({ length: count }, (_each, i) => ({ id: `p${i}` })),
    },
  },
};
interface Told {
  readonly price?: number;
  readonly parts?: { readonly cheapest: readonly { readonly id: string; readonly price: number }[] };
  readonly anyPart?: { readonly price: number };
}
const told: unknown[] = [];
const tax: TestSubgraph = {
  name: 'tax',
  sdl: `
    type Good @key(fields: "id") {
      id: ID!
      price(currency: String!): Int @external
      parts: Parts @external
      anyPart: Priced @external
      inUsd: Int @requires(fields: "price(currency: \\"USD\\")")
      inEur(factor: Int = 1): Int @requires(fields: "price(currency: \\"EUR\\")")
      again: Int @requires(fields: "price(currency: \\"EUR\\")")
      broken: Int @requires(fields: "price(currency: \\"XXX\\")")
      few: [ID!] @requires(fields: "parts { cheapest(count: 2) { id } }")
      many: [ID!] @requires(fields: "parts { cheapest(count: 3) { id price(currency: \\"IDR\\") } }")
      ofPart: Int @requires(fields: "anyPart { price(currency: \\"EUR\\") }")
      free: Int
    }
    interface Priced { price(currency: String!): Int }
    type Part implements Priced @key(fields: "id") { id: ID! price(currency: String!): Int @external }
    type Parts { cheapest(count: Int!): [Part!] @external }`,
  resolvers: {
    Good: {
      __resolveReference: (good: unknown) => {
        told.push(good);
        return good;
      },
      inUsd: ({ price: value }: Told) => value,
      inEur: ({ price: value }: Told, { factor }: { factor: number }) => (value ?? 0) * factor,
      again: ({ price: value }: Told) => value,
      broken: ({ price: value }: Told) => value,
      few: ({ parts }: Told) => parts?.cheapest.map(({ id }) => id),
      many: ({ parts }: Told) => parts?.cheapest.map(({ id, price: value }) => `${id}:${value}`),
      ofPart: ({ anyPart }: Told) => anyPart?.price,
      free: () => 0,
    },
  },
};

let graph: SwappingGraph;
beforeAll(async () => {
  graph = await startSwappingGraph([shop, tax]);
});
beforeEach(() => {
  graph.asked.length = 0;
  told.length = 0;
});
afterAll(() => graph.server.stop());
const askedOf = (subgraph: string) => graph.asked.filter((each) => each.startsWith(`http://${subgraph}/`));

describe('a field gets what it requires, with the arguments that it requires it with', () => {
  it.each<[string, string, unknown]>([
    ['alone', '{ good { inUsd } }', { inUsd: 1 }],
    [
      'beside the same field with a client’s arguments',
      '{ good { price(currency: "IDR") inUsd } }',
      { price: 1000, inUsd: 1 },
    ],
    ['beside an alias that is called so', '{ good { price: name inUsd } }', { price: 'lamp', inUsd: 1 }],
    [
      'beside fields that are called as plans call it',
      '{ good { price__req0 price__req1: name inUsd inEur } }',
      { price__req0: 7, price__req1: 'lamp', inUsd: 1, inEur: 2 },
    ],
    ['below other fields', '{ good { few } }', { few: ['p0', 'p1'] }],
    ['below fields with arguments', '{ good { many } }', { many: ['p0:1000', 'p1:1000', 'p2:1000'] }],
    ['of an interface', '{ good { ofPart } }', { ofPart: 2 }],
  ])('%s', async (_, query, good) => {
    expect(await graph.ask(query)).toEqual({ data: { good } });
  });
});

describe('fields that require different arguments are asked for apart', () => {
  it.each<[string, string, Parameters<SwappingGraph['ask']>[1], unknown, number]>([
    ['two', '{ good { inUsd inEur } }', {}, { inUsd: 1, inEur: 2 }, 2],
    [
      'those that agree together',
      '{ good { inUsd inEur again free } }',
      {},
      { inUsd: 1, inEur: 2, again: 2, free: 0 },
      2,
    ],
    [
      'with variables and fragments',
      'query ($f: Int) { good { ...F ...F2 inUsd } } fragment F on Good { x: inEur(factor: $f) } fragment F2 on Good { y: inEur(factor: $f) inUsd }',
      { variables: { f: 3 } },
      { x: 6, y: 6, inUsd: 1 },
      2,
    ],
    [
      'as a request’s variables say',
      'query ($no: Boolean!) { good { inUsd inEur @skip(if: $no) } }',
      { variables: { no: true } },
      { inUsd: 1 },
      1,
    ],
    [
      'below other fields',
      '{ good { few many inUsd } }',
      {},
      { few: ['p0', 'p1'], many: ['p0:1000', 'p1:1000', 'p2:1000'], inUsd: 1 },
      2,
    ],
  ])('%s', async (_, query, question, good, asked) => {
    expect(await graph.ask(query, question)).toEqual({ data: { good } });
    expect(askedOf('tax')).toHaveLength(asked);
  });
});

it('subgraphs are told required fields under their own names, and asked for them with their arguments', async () => {
  await graph.ask('{ good { inUsd } }');
  expect(told).toEqual([{ __typename: 'Good', id: '1', price: 1 }]);
  expect(askedOf('shop')).toEqual([
    expect.stringMatching(/\{good\{__typename id price__req\d+:price\(currency:"USD"\)\}\}/),
  ]);
});

it('what fails is told by the name that clients know, and leaves other requirements alone', async () => {
  const { data, errors } = await graph.ask('{ good { inUsd broken } }');
  expect(data).toEqual({ good: { inUsd: 1, broken: null } });
  expect(errors?.map(({ path }) => path)).toContainEqual(['good', 'price']);
  expect(JSON.stringify(errors)).not.toContain('req');
});

it('clients can’t see what plans need', async () => {
  const { data } = await graph.ask('{ __type(name: "Good") { fields { name } } }');
  const { fields } = (data as { __type: { fields: { name: string }[] } }).__type;
  expect(fields.map(({ name }) => name).filter((name) => name.includes('__req'))).toEqual(['price__req0']);
  const { errors } = await graph.ask('{ good { price__req1 } }');
  expect(errors?.[0]?.message).toMatch(/^Cannot query field "price__req1" on type "Good"/);
});
