import type { DataSource, SubgraphAnswer } from '../../../gateway/data-sources/data-source';
import { createInProcessDataSource } from '../../../gateway/data-sources/in-process';
import { startGraphqlServer } from '../../../gateway/graphql-server';
import { awaitOfferTypes } from '../../../gateway/supergraph/await-offer-types';
import { createRequestContext } from '../../../subgraphs/request-context';
import { schemaOf, supergraphOf } from '../../support/test-subgraphs';
import { until } from '../../support/until';

const answerOf = (sdl: string): SubgraphAnswer => ({ data: { _service: { sdl } } });
const sdlOf = (...types: readonly string[]): string =>
  `interface Offer { id: ID! }\n\n${types.map((type) => `type ${type} implements Offer {\n  id: ID!\n}`).join('\n\n')}`;
const KNOWS = answerOf(sdlOf('JatimBejoOffer', 'TokoBaruOffer', 'TokoLamaOffer'));
const KNOWS_OLD = answerOf(sdlOf('JatimBejoOffer', 'TokoLamaOffer'));
const TYPES = ['TokoBaruOffer', 'TokoLamaOffer'];

/** Long for who is ready, short for a test of who isn't. */
const AMPLE_MS = 30_000;
const SOON_MS = 300;

/** Subgraphs that answer what a test says; what they were asked is kept. */
function subgraphs(answers: Readonly<Record<string, () => Promise<SubgraphAnswer> | SubgraphAnswer>>) {
  const asked: { readonly name: string; readonly query: string | undefined }[] = [];
  const sourceOf = (name: string): DataSource => ({
    async process({ request }) {
      asked.push({ name, query: request.query });
      const answer = answers[name];
      if (answer === undefined) throw new Error(`${name} has nothing to say of offers`);
      return answer();
    },
  });
  const timesAsked = (name: string): number => asked.filter((one) => one.name === name).length;
  return { asked, sourceOf, timesAsked };
}

describe('a gateway that is about to serve new offer types', () => {
  it('asks nobody where there are none', async () => {
    const { asked, sourceOf } = subgraphs({});
    expect(await awaitOfferTypes([], sourceOf, { withinMs: AMPLE_MS })).toBe('ALL');
    expect(asked).toEqual([]);
  });

  it('asks each subgraph that refers to offers once where they know them already', async () => {
    const { asked, sourceOf } = subgraphs({ catalogue: () => KNOWS, orders: () => KNOWS });
    expect(await awaitOfferTypes(TYPES, sourceOf, { withinMs: AMPLE_MS })).toBe('ALL');
    const query = '{ _service { sdl } }';
    expect(asked).toEqual([
      { name: 'catalogue', query },
      { name: 'orders', query },
    ]);
  });

  it.each(['catalogue', 'orders'] as const)(
    'waits for %s alone, if only that has to learn them',
    async (late) => {
      let learnt = false;
      const { sourceOf, timesAsked } = subgraphs({
        catalogue: () => KNOWS,
        orders: () => KNOWS,
        [late]: () => (learnt ? KNOWS : KNOWS_OLD),
      });
      let over = false;
      const waiting = awaitOfferTypes(TYPES, sourceOf, { withinMs: AMPLE_MS }).finally(() => (over = true));
      await until(() => timesAsked(late) >= 2);
      expect(over).toBe(false);
      learnt = true;
      expect(await waiting).toBe('ALL');
      expect(timesAsked(late === 'orders' ? 'catalogue' : 'orders')).toBe(1);
    },
  );

  it.each<[string, SubgraphAnswer]>([
    ['is down', { errors: [{ message: 'This part of the answer could not be asked for.' }] }],
    ['answers something else', { data: { _service: null } }],
    ['answers nothing', {}],
  ])('waits for one that %s at first', async (_, answer) => {
    let times = 0;
    const catalogue = (): SubgraphAnswer => ((times += 1) === 1 ? answer : KNOWS);
    const { sourceOf } = subgraphs({ catalogue, orders: () => KNOWS });
    expect(await awaitOfferTypes(TYPES, sourceOf, { withinMs: AMPLE_MS })).toBe('ALL');
    expect(times).toBe(2);
  });

  it.each<[string, () => Promise<SubgraphAnswer> | SubgraphAnswer, 'LACKING' | 'NOT_TOLD']>([
    ['learns only some of them', () => KNOWS_OLD, 'LACKING'],
    [
      'knows others whose names begin like theirs',
      () => answerOf(sdlOf('TokoBaruOffers', 'TokoLamaOffer')),
      'LACKING',
    ],
    [
      'only speaks of them',
      () => answerOf(`${sdlOf('TokoLamaOffer')}\n# Not: type TokoBaruOffer`),
      'LACKING',
    ],
    // A supergraph is not held up by it: its fields alone are missing then.
    ['does not answer at all', () => new Promise<SubgraphAnswer>(() => undefined), 'NOT_TOLD'],
    ['only fails', () => ({ errors: [{ message: 'It is down.' }] }), 'NOT_TOLD'],
  ])('says so where one %s in time', async (_, orders, told) => {
    const { sourceOf } = subgraphs({ catalogue: () => KNOWS, orders });
    expect(await awaitOfferTypes(TYPES, sourceOf, { withinMs: SOON_MS })).toBe(told);
  });
});

/** Between the moment when the catalogue knows a type and that when a gateway does, seconds may pass. */
it('an offer of a type that its gateway is yet to serve is null, and no error', async () => {
  const catalogueWith = (types: readonly string[]) => ({
    name: 'catalogue',
    sdl: `type Query { hits: [Hit!]! } type Hit { title: String offer: Offer } interface Offer { id: ID! }
      ${types.map((type) => `type ${type} implements Offer @key(fields: "id", resolvable: false) { id: ID! }`).join(' ')}`,
    resolvers: {
      Query: {
        hits: () => types.map((type) => ({ title: type, offer: { __typename: type, id: type } })),
      },
    },
  });
  const mbiz = {
    name: 'mbiz',
    sdl: `interface Offer { id: ID! price: Int }
      type MbizOffer implements Offer @key(fields: "id") { id: ID! price: Int }`,
    resolvers: { MbizOffer: { __resolveReference: ({ id }: { id: string }) => ({ id, price: 1 }) } },
  };
  const schemas = new Map([
    ['catalogue', schemaOf(catalogueWith(['MbizOffer', 'TokoBaruOffer']))],
    ['mbiz', schemaOf(mbiz)],
  ]);
  const server = await startGraphqlServer({
    supergraphSdl: supergraphOf([catalogueWith(['MbizOffer']), mbiz]),
    dataSource({ name }) {
      const schema = schemas.get(name);
      if (schema === undefined) throw new Error(name);
      return createInProcessDataSource({ name, schema });
    },
  });
  const { body } = await server.executeOperation(
    { query: '{ hits { title offer { __typename id price } } }' },
    { contextValue: createRequestContext() },
  );
  await server.stop();
  const answer = JSON.parse(JSON.stringify(body)) as { singleResult: { data?: unknown; errors?: unknown } };
  const { data, errors } = answer.singleResult;
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    hits: [
      { title: 'MbizOffer', offer: { __typename: 'MbizOffer', id: 'MbizOffer', price: 1 } },
      { title: 'TokoBaruOffer', offer: null },
    ],
  });
});
