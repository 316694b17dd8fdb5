import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan, type SubscriptionNode } from '@apollo/query-planner';
import { getOperationAST, parse, validate, type GraphQLSchema } from 'graphql';
import { Field, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { Actor } from '../../../adapters/core/actor';
import { readAccessRules } from '../../../gateway/auth/access-rules';
import { restoreRefusedFields } from '../../../gateway/auth/refused-fields';
import { responseShapeOf } from '../../../gateway/auth/response-shape';
import { restrictOperation } from '../../../gateway/auth/restrict-operation';
import { withoutValues } from '../../../gateway/supergraph/operation-recorder';
import { apiSchemaOf } from '../../../schema/federation/api-schema';
import { findGraphBreakingChanges } from '../../../schema/federation/breaking-changes';
import { coordinatesUsed } from '../../../schema/federation/operation-use';
import { readPartnerSubgraph } from '../../../schema/federation/partner-subgraph';
import { buildFederatedSchema } from '../../../schema/federation/subgraph-schema';
import { FROM_ITS_SOURCE } from '../../../schema/federation/subscription-sources';
import { actorOf } from '../../support/actors';
import { changed, OWN, supergraphWith, TANI } from './subgraphs';

const OFFERS = 'subscription Offers { offerChanges(ids: ["mbiz:M1.A"]) { id price { amount } } }';
const ORDERS = 'subscription { mine: orderUpdates { id state live { state } problems } }';

const supergraph = supergraphWith([TANI]);
const schema: GraphQLSchema = apiSchemaOf(supergraph);

describe('a graph with subscriptions', () => {
  const planner = new QueryPlanner(Supergraph.build(supergraph, { supportedFeatures: null }));
  const planOf = (query: string): QueryPlan =>
    planner.buildQueryPlan(operationFromDocument(planner.supergraph.schema, parse(query)));

  it.each([
    ['offers', OFFERS, 'catalogue', ['mbiz', 'jatim-bejo', 'partners', 'partner-1']],
    ['orders', ORDERS, 'orders', ['mbiz', 'jatim-bejo', 'ekatalog-lokal', 'partners']],
  ])('takes %s from one subgraph and the rest of each event from others', (_, query, primary, others) => {
    expect(validate(schema, parse(query))).toEqual([]);
    const node = planOf(query).node as SubscriptionNode;
    expect(node).toMatchObject({ kind: 'Subscription', primary: { serviceName: primary } });
    const rest = JSON.stringify(node.rest);
    for (const name of others) expect(rest).toContain(`"serviceName":"${name}"`);
  });

  it("holds offers of partners' own subgraphs among those that are followed", () => {
    const query = OFFERS.replace('id price', '... on TokoTaniOffer { origin } price');
    expect(validate(schema, parse(query))).toEqual([]);
    const node = planOf(query).node as SubscriptionNode;
    expect(JSON.stringify(node.rest)).toContain('origin');
  });

  it('is noticed to be used, and to be broken', () => {
    expect(coordinatesUsed(parse(ORDERS), schema)).toContain('Subscription.orderUpdates');
    const without = OWN.map((subgraph) =>
      subgraph.name === 'catalogue'
        ? { ...subgraph, sdl: changed(/offerChanges\([\s\S]*?\): Offer!/, 'renamed: Offer!', subgraph.sdl) }
        : subgraph,
    );
    const recorded = [OFFERS, ORDERS].map((document, i) => ({
      hash: `${i}`,
      document: withoutValues(parse(document)),
    }));
    expect(findGraphBreakingChanges(supergraph, supergraphWith([TANI], without), recorded)).toEqual([
      expect.objectContaining({
        kind: 'FIELD_REMOVED',
        coordinate: 'Subscription.offerChanges',
        operations: 1,
      }),
    ]);
  });

  it('is recorded without what its callers follow', () => {
    expect(withoutValues(parse(OFFERS))).toBe(
      'subscription Offers{offerChanges(ids:[""]){id price{amount}}}',
    );
  });

  it.each<[string, string, Actor | null, readonly string[]]>([
    ['whoever may read orders, but what is for auditors', ORDERS, actorOf(), ['problems']],
    ['an auditor', ORDERS, actorOf({ role: 'AUDITOR' }), []],
    ['a partner', ORDERS, actorOf({ role: 'PARTNER', institution: null }), ['mine']],
    ['nobody', ORDERS, null, ['mine']],
    ['nobody, of offers', OFFERS, null, []],
  ])('is open to %s', (_, query, actor, refusedKeys) => {
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const rules = readAccessRules(supergraph);
    const restricted = restrictOperation(document, operation, { schema, rules, actor });
    expect([...(restricted?.refused.values() ?? [])].map(({ responseKey }) => responseKey)).toEqual(
      refusedKeys,
    );
  });

  it('answers null with its reason where its field is refused', () => {
    const document = parse(ORDERS);
    const operation = getOperationAST(document);
    const restricted =
      operation &&
      restrictOperation(document, operation, { schema, rules: readAccessRules(supergraph), actor: null });
    if (!restricted) throw new Error('nothing refused');
    const [alias = ''] = [...restricted.refused.keys()];
    const answer = restoreRefusedFields(
      { [alias]: 'Subscription' },
      {
        refused: restricted.refused,
        shape: responseShapeOf(restricted.document, restricted.operation, schema),
        schema,
        isAnonymous: true,
      },
    );
    expect(answer).toMatchObject({
      data: null,
      errors: [{ path: ['mine'], extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('tells a partner who brings one where changes of its offers come from', () => {
    const read = readPartnerSubgraph(`${TANI} type Subscription { prices: TokoTaniOffer }`);
    expect('problems' in read && read.problems).toEqual([
      {
        coordinate: 'Subscription',
        message: 'is a root type of its own',
        remedy: expect.stringMatching(/^Leave it out: .*Subscription\.offerChanges/),
      },
    ]);
  });
});

@ObjectType()
class Tick {
  @Field(() => String)
  at: string;
}

@Resolver()
class TickResolver {
  @Subscription(() => Tick, { subscribe: FROM_ITS_SOURCE })
  ticks(@Root() at: string): Tick {
    return { at };
  }
}

describe('a subgraph with subscriptions', () => {
  const build = (subscriptions?: Record<string, () => AsyncIterable<string>>) =>
    buildFederatedSchema({
      resolvers: [TickResolver],
      instances: new Map([[TickResolver, new TickResolver()]]),
      ...(subscriptions ? { subscriptions } : {}),
    });

  it('is not built where one of them has no source', () => {
    expect(() => build()).toThrow('Subscription.ticks has no source of events');
    expect(() => build({ tocks: () => nothing() })).toThrow('Subscription.ticks has no source of events');
  });

  it('prints them, and knows no other way to them', () => {
    const { sdl, schema: built } = build({ ticks: () => nothing() });
    expect(sdl).toContain('type Subscription {\n  ticks: Tick!\n}');
    expect(built.getSubscriptionType()?.getFields()['ticks']?.subscribe).toBeDefined();
    expect(FROM_ITS_SOURCE).toThrow('is given its source');
  });
});

async function* nothing(): AsyncGenerator<string> {
  // ends as it begins
}
