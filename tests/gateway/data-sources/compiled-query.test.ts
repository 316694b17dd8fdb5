import {
  execute,
  GraphQLError,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { makeExecutableSchema } from './executable-schema';
import { compileQuery } from '../../../gateway/data-sources/compiled-query/compile-query';

const later = <T>(value: T): Promise<T> => new Promise((resolve) => setImmediate(resolve, value));
const fails = (message: string) => (): never => {
  throw new Error(message);
};
const failsLater = (message: string) => () => later(null).then(fails(message));

const SDL = `
  enum Level { LOW HIGH }
  interface Named { name: String }
  union Thing = Person | Place
  type Person implements Named { name: String friend: Person friends(first: Int = 2, after: String): [Person!] must: String! }
  type Place implements Named { name: String people: [Person] }
  input Range { from: Int = 1 to: Int }
  type Query {
    text: String int: Int float: Float yes: Boolean id: ID level: Level must: String!
    echo(range: Range, list: [Int!], level: Level = HIGH): String
    person: Person mustPerson: Person! named: Named thing: Thing things: [Thing] people: [Person!]
    grid: [[Int!]] numbers: [Int!] mustNumbers: [Int!]! strict: Strict
  }
  type Strict { value: Int }
`;

const person = (name: string, more: object = {}) => ({ __typename: 'Person', name, ...more });

/** A root that gives values, promises or errors; fields without one are null. */
function schemaOf(root: Record<string, unknown>): GraphQLSchema {
  const resolvers = Object.fromEntries(
    Object.entries(root).map(([name, value]) => [name, typeof value === 'function' ? value : () => value]),
  );
  return makeExecutableSchema(SDL, { Query: resolvers });
}

function questionOf(query: string) {
  const document = parse(query, { noLocation: true });
  return { document, compile: (schema: GraphQLSchema) => compileQuery(schema, document) };
}

/** Both answers, as a client would read them. */
async function both(schema: GraphQLSchema, query: string, variableValues?: Record<string, unknown>) {
  const { document, compile } = questionOf(query);
  expect(validate(schema, document)).toEqual([]);
  const args = { schema, document, variableValues, contextValue: { caller: 'me' } };
  const compiled = compile(schema);
  if (compiled === null) throw new Error('left to graphql-js');
  const told = (answer: ExecutionResult): unknown => JSON.parse(JSON.stringify(answer));
  // Twice: what was worked out for the first execution must not stay in the second.
  const answers = [told(await compiled(args)), told(await compiled(args))];
  return { answers, expected: told(await execute(args)) };
}

type Case = readonly [string, Record<string, unknown>, string, Record<string, unknown>?];

const CASES: readonly Case[] = [
  [
    'scalars and enums',
    { text: 'a', int: 1, float: 1.5, yes: true, id: 'i', level: 'LOW' },
    '{ text int float yes id level }',
  ],
  ['values that are coerced', { text: 1, int: '7', yes: 1, id: 7, float: true }, '{ text int yes id float }'],
  [
    'values that are none of their type',
    { text: {}, int: 2 ** 31, yes: 'x', id: 1.5, level: 'NO' },
    '{ text int yes id level }',
  ],
  ['numbers at the edges', { int: -(2 ** 31), float: Number.NaN }, '{ int float }'],
  ['nothing', { text: undefined }, '{ text int person { name } people { name } }'],
  [
    'values that come later, in the order of the query',
    { text: later('a'), int: 1, id: later('b') },
    '{ text int id }',
  ],
  [
    'errors, thrown, given and later',
    { text: fails('t'), int: new Error('g'), id: failsLater('l') },
    '{ text int id }',
  ],
  [
    'an error with a code',
    {
      text: () => {
        throw new GraphQLError('no', { extensions: { code: 'FORBIDDEN' } });
      },
    },
    '{ a: text }',
  ],
  [
    'what is thrown and is no error',
    {
      text: () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- others' code does
        throw 'text';
      },
    },
    '{ text }',
  ],
  ['a null that may not be', { must: null, text: 'a' }, '{ text must }'],
  [
    'a null that rises to the nearest nullable',
    { person: person('a', { friend: person('b', { must: null }) }) },
    '{ person { name friend { name must } } }',
  ],
  ['a null that rises to the root', { mustPerson: person('a') }, '{ text mustPerson { must } }'],
  [
    'nulls that rise while others are under way',
    { person: person('a', { must: () => later(null), friend: failsLater('late') }), text: later('t') },
    '{ text person { must friend { name } } }',
  ],
  [
    'an error below what is null already',
    { person: person('a', { must: null, friend: person('b', { name: failsLater('late') }) }) },
    '{ person { friend { name } must } }',
  ],
  [
    'lists',
    { numbers: [1, 2], grid: [[1], [], null, [2, 3]], people: new Set([person('a'), later(person('b'))]) },
    '{ numbers grid people { name } }',
  ],
  ['what is no list', { numbers: 'ab', people: 3, grid: {} }, '{ numbers people { name } grid }'],
  [
    'errors in lists',
    {
      numbers: [1, null],
      grid: [[1, null], [2]],
      people: [person('a'), new Error('p')],
      mustNumbers: () => [later(1), failsLater('n')()],
    },
    '{ numbers grid people { name } mustNumbers }',
  ],
  [
    'lists that come later',
    { numbers: later([later(1), 2]), things: later([later(person('a'))]) },
    '{ numbers things { ... on Person { name } } }',
  ],
  [
    'interfaces and unions',
    {
      named: { __typename: 'Place', name: 'p' },
      thing: person('a'),
      things: [person('b'), { __typename: 'Place', name: 'q' }, null],
    },
    '{ named { name __typename } thing { __typename ... on Named { name } } things { ... on Place { name people { name } } ... on Person { n: name } } }',
  ],
  [
    'objects of types that can not be',
    { named: { __typename: 'Range' }, thing: { __typename: 'Nobody' }, things: [{ __typename: 'Strict' }] },
    '{ text named { name } thing { __typename } things { __typename } }',
  ],
  [
    'methods, with arguments and context',
    {
      person: {
        name: (_: object, { caller }: { caller: string }) => caller,
        friends: ({ first, after }: { first: number; after?: string }) =>
          Array.from({ length: first }, () => person(after ?? 'x')),
      },
    },
    'query($n: Int, $a: String) { person { name friends(first: $n, after: $a) { name } two: friends { name } } }',
    { n: 1, a: 'y' },
  ],
  [
    'arguments, given and by default',
    { echo: (_: object, args: object) => JSON.stringify(args) },
    'query($r: Range, $l: [Int!]) { a: echo(range: $r, list: $l) b: echo(range: { to: 4 }, list: 3, level: LOW) c: echo }',
    { r: { from: 2 }, l: [1] },
  ],
  [
    'an argument that can not be read',
    { echo: 'x' },
    'query($l: [Int!]) { echo(list: $l) text }',
    { l: [null] },
  ],
  [
    'variables that are wrong',
    { text: 'a' },
    'query($n: Int!) { text @skip(if: false) person { friends(first: $n) { name } } }',
    { n: 'x' },
  ],
  [
    'aliases like what objects inherit',
    { text: 'a', person: person('b') },
    '{ constructor: text __proto__: text toString: person { __proto__: name } }',
  ],
  [
    'fragments, merged',
    { person: person('a', { friend: person('b', { friend: null }) }) },
    '{ person { ...F friend { name } } } fragment F on Person { name friend { friend { name } } }',
  ],
  ['an object that says it is another', { strict: { other: true } }, '{ strict { value } text }'],
];

describe('a compiled query answers as graphql-js does', () => {
  it.each(CASES.map(([name, root, query, variables = {}]) => [name, root, query, variables] as const))(
    '%s',
    async (_, root, query, variables) => {
      const { answers, expected } = await both(schemaOf(root), query, variables);
      for (const answer of answers) expect(ordered(answer)).toEqual(ordered(expected));
    },
  );

  it('with other variables, other fields', async () => {
    const schema = schemaOf({ text: 'a', person: person('b') });
    const query =
      'query($x: Boolean = true, $y: Boolean!) { text @include(if: $x) person @skip(if: $y) { name @include(if: $x) } }';
    const { document, compile } = questionOf(query);
    const compiled = compile(schema);
    for (const variableValues of [
      { y: true },
      { x: false, y: false },
      { x: true, y: false },
      { y: false },
      { x: null, y: true },
      {},
    ]) {
      const args = { schema, document, variableValues };
      expect(JSON.stringify(await compiled?.(args))).toBe(JSON.stringify(await execute(args)));
    }
  });

  it('with the `info` that resolvers get', async () => {
    const seen: unknown[] = [];
    const schema = schemaOf({
      person: (
        _: object,
        __: object,
        ___: unknown,
        {
          fieldName,
          path,
          fieldNodes,
          parentType,
          returnType,
          variableValues,
          operation,
        }: {
          readonly fieldName: string;
          readonly path: unknown;
          readonly fieldNodes: readonly object[];
          readonly parentType: GraphQLObjectType;
          readonly returnType: unknown;
          readonly variableValues: unknown;
          readonly operation: { readonly name?: { readonly value: string } };
        },
      ) => {
        seen.push([
          fieldName,
          path,
          fieldNodes.length,
          parentType.name,
          String(returnType),
          variableValues,
          operation.name?.value,
        ]);
        return null;
      },
    });
    await both(
      schema,
      'query Q($n: Int = 3) { p: person { name friends(first: $n) { name } } p: person { name } }',
    );
    const [compiled, again, expected] = seen;
    expect(compiled).toEqual(expected);
    expect(again).toEqual(expected);
  });

  it.each([
    'mutation { a }',
    '{ __schema { types { name } } }',
    '{ a: __type(name: "Query") { name } }',
    'query A { text } query B { text }',
  ])('leaves %s to it', (query) => {
    expect(questionOf(query).compile(schemaOf({}))).toBeNull();
  });
});

/** Errors of parallel fields may come in another order. */
function ordered(answer: unknown): unknown {
  const { data, errors } = answer as { data?: unknown; errors?: readonly unknown[] };
  return [JSON.stringify(data), errors?.map((error) => JSON.stringify(error)).sort()];
}
