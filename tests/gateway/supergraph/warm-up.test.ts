import { QueryPlanner } from '@apollo/query-planner';
import type { Role } from '../../../adapters/core/actor';
import { planningRequest } from '../../../gateway/supergraph/planning-request';
import type { RecentOperation } from '../../../gateway/supergraph/recent-operations';
import { warmUp } from '../../../gateway/supergraph/warm-up';
import { actorOf } from '../../support/actors';
import { schemaOf } from '../../support/test-subgraphs';
import { startSwappingGraph, type DeployedSubgraph, type SwappingGraph } from '../../support/swapping-graph';

let noted = 0;
const shopOf = (version: number, more = ''): DeployedSubgraph => ({
  name: 'shop',
  version,
  sdl: `
    type Query {
      open: Int
      goods(filter: Filter!, kinds: [Kind!]!, at: Date!): [Good!]
      secret: Int @authenticated
      audit: Int @requiresScopes(scopes: [["orders:audit"]])
      must: Int! @authenticated
      ${more}
    }
    type Mutation { note(text: String!): Int }
    type Good @key(fields: "id") { id: ID! name: String }
    input Filter { kind: Kind! below: Int! next: Filter }
    enum Kind { A B }
    scalar Date`,
  resolvers: {
    Query: {
      open: () => version,
      goods: () => [{ id: 'g', name: 'rice' }],
      secret: () => version,
      audit: () => version,
      must: () => version,
    },
    Mutation: { note: () => (noted += 1) },
  },
});
const stockOf = (version: number): DeployedSubgraph => ({
  name: 'stock',
  version,
  sdl: 'type Good @key(fields: "id") { id: ID! stock: Int }',
  resolvers: { Good: { __resolveReference: () => ({ stock: version }) } },
});

const plans = jest.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
let graph: SwappingGraph;
beforeEach(async () => {
  graph = await startSwappingGraph([shopOf(1, 'gone: Int'), stockOf(1)]);
});
afterEach(() => graph.server.stop());

/** The next supergraph is served: how many plans that took, and which subgraphs were asked for it. */
async function swap(version = 2) {
  plans.mockClear();
  graph.asked.length = 0;
  await graph.swap([shopOf(version), stockOf(version)]);
  const taken = { planned: plans.mock.calls.length, asked: [...graph.asked] };
  plans.mockClear();
  return taken;
}
const as = (role: Role | null) => ({ actor: role === null ? null : actorOf({ role }) });

describe('after a swap', () => {
  it.each<[string, string, Parameters<SwappingGraph['ask']>[1], unknown]>([
    ['one without a name', '{ open }', {}, { open: 2 }],
    ['one that is named by the client', 'query A { open }', { operationName: 'A' }, { open: 2 }],
    ['one whose name the client leaves out', 'query A { open }', {}, { open: 2 }],
    ['one of several', 'query A { open } query B { o: open }', { operationName: 'B' }, { o: 2 }],
    [
      'one with variables, whatever they were',
      'query ($f: Filter!, $k: [Kind!]!, $at: Date!, $w: Boolean!) { goods(filter: $f, kinds: $k, at: $at) { name stock @include(if: $w) } open }',
      { variables: { f: { kind: 'B', below: 3 }, k: ['A'], at: '2026-01-01', w: true } },
      { goods: [{ name: 'rice', stock: 2 }], open: 2 },
    ],
    [
      'one of whose fields some are refused',
      '{ open secret audit }',
      as('PP'),
      { open: 2, secret: 2, audit: null },
    ],
    ['one whose refusals reach the root', '{ open must }', as(null), null],
    [
      'one that asks for all that a role may',
      '{ secret audit must }',
      as('AUDITOR'),
      { secret: 2, audit: 2, must: 2 },
    ],
    ['one that changes something', 'mutation { note(text: "x") }', {}, { note: 1 }],
  ])(
    'a known operation was planned, and no subgraph asked for that: %s',
    async (_, query, question, data) => {
      await graph.ask(query, question);
      noted = 0;
      expect(await swap()).toEqual({ planned: 1, asked: [] });
      expect(noted).toBe(0);
      expect((await graph.ask(query, question)).data).toEqual(data);
      expect(plans).not.toHaveBeenCalled();
    },
  );

  it('it was planned for each class of callers that sent it, and for no other', async () => {
    const query = '{ open secret audit }';
    for (const role of [null, 'PP', 'PPK', 'AUDITOR'] as const) await graph.ask(query, as(role));
    expect(await swap()).toEqual({ planned: 3, asked: [] });
    for (const role of [null, 'PP', 'PPK', 'AUDITOR'] as const) await graph.ask(query, as(role));
    expect(plans).not.toHaveBeenCalled();
    await graph.ask(query, as('PARTNER'));
    expect(plans).toHaveBeenCalledTimes(1);
  });

  it('those that have become invalid are left out, and hinder no other', async () => {
    await graph.ask('{ gone }');
    await graph.ask('{ open }');
    expect((await swap()).planned).toBe(1);
    expect((await graph.ask('{ gone }')).errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await graph.ask('{ open }')).toEqual({ data: { open: 2 } });
    expect(plans).not.toHaveBeenCalled();
  });

  it('all are known again after the next one, whoever planned them', async () => {
    await graph.ask('{ open }');
    for (const version of [2, 3, 4]) expect((await swap(version)).planned).toBe(1);
    expect(await graph.ask('{ open }')).toEqual({ data: { open: 4 } });
    expect(plans).not.toHaveBeenCalled();
  });

  it('what was refused as invalid, or as too much, is not remembered', async () => {
    await graph.ask('{ nothing }');
    await graph.ask('query A { open }', { operationName: 'B' });
    await graph.ask(`{ ${Array.from({ length: 60 }, (_, i) => `a${i}: open`).join(' ')} }`);
    expect((await swap()).planned).toBe(0);
  });

  it('not more than 200 are planned', async () => {
    for (let i = 0; i < 210; i += 1) await graph.ask(`{ a${i}: open }`);
    expect((await swap()).planned).toBe(200);
  });
});

describe('planning ahead', () => {
  const schema = schemaOf(shopOf(1));
  const schemaContext = { apiSchema: schema, coreSupergraphSdl: '' };
  const operations = (count: number, text = (i: number) => `{ a${i}: open }`): RecentOperation[] =>
    Array.from({ length: count }, (_, i) => ({
      text: text(i),
      queryHash: String(i),
      operationName: null,
      role: null,
    }));

  it('ends when its time is over, and says what it left', async () => {
    let now = 0;
    const plan = () => {
      now += 400;
      return Promise.resolve();
    };
    const outcome = await warmUp({ plan, schemaContext }, operations(10), {
      withinMs: 1_000,
      now: () => now,
    });
    expect(outcome).toEqual({ planned: 3, invalid: 0, failed: 0, left: 7 });
  });

  it('goes on after one that can not be planned', async () => {
    const plan = jest.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('too many choices'));
    const mixed = [...operations(2), ...operations(1, () => '{ none }')];
    expect(await warmUp({ plan, schemaContext }, mixed)).toEqual({
      planned: 1,
      invalid: 1,
      failed: 1,
      left: 0,
    });
  });

  it('lets everything else have its turn between two operations', async () => {
    const turns: string[] = [];
    const plan = () => Promise.resolve(void turns.push('plan'));
    const done = warmUp({ plan, schemaContext }, operations(5));
    const other = async () => {
      for (let i = 0; i < 5; i += 1) {
        await new Promise(setImmediate);
        turns.push('request');
      }
    };
    await Promise.all([done, other()]);
    expect(turns.join(' ')).not.toMatch(/plan plan/);
  });

  it.each(['mutation { note(text: "x") }', '{ open secret }'])(
    'holds nothing of a person in its request for %s',
    (text) => {
      const request = planningRequest({ text, queryHash: 'h', operationName: null, role: 'PP' }, schema);
      expect(request?.context['actor']).toEqual({
        subject: 'warm-up',
        role: 'PP',
        institution: null,
        workUnit: null,
        marketplace: null,
        person: { name: null, email: null, phone: null },
      });
    },
  );
});
