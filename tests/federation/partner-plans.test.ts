import { trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { QueryPlanner } from '@apollo/query-planner';
import { randomUUID } from 'node:crypto';
import type { Fault } from '../../adapters/sandbox/servers/faults';
import { actorOf } from '../support/actors';
import { captureLog } from '../support/captured-log';
import { openPglite, type TestDatabase } from '../support/databases';
import { everythingIn } from '../support/everything-in';
import { startGraph, type Answered, type Graph } from '../support/graph';
import { startFederatedShop, type JoiningFederatedShop } from '../support/joining-shops';
import { ADMIN, partnerDesk, startPartnerIndex } from '../support/partner-graph';
import { until } from '../support/until';

const ID = 'toko-federasi';
const PAGE = `query Page { search(first: 3, filter: { marketplaces: ["${ID}"] }) { totalCount nodes {
  offer { __typename price { amount } ... on TokoFederasiOffer { origin } } } } }`;

interface Page {
  readonly search: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly offer: object | null }[];
  };
}

/** What the planner, traces and logs see of a request to a partner's own subgraph, at the lowest level there is. */
describe("a partner's token, on the way of a request to its own subgraph,", () => {
  const TOKEN = `tanda-${randomUUID()}`;
  const FORMS = [
    TOKEN,
    ...(['base64', 'base64url', 'hex'] as const).map((as) => Buffer.from(TOKEN).toString(as)),
  ];
  const log = captureLog();
  const seen = { plans: '', requests: '', printed: '', answers: '' };
  const spans = new InMemorySpanExporter();
  const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const spies: { mockRestore(): void }[] = [];
  let database: TestDatabase;
  let graph: Graph;
  let shop: JoiningFederatedShop;

  beforeAll(async () => {
    tracing.register();
    const { buildQueryPlan } = QueryPlanner.prototype;
    spies.push(
      jest.spyOn(QueryPlanner.prototype, 'buildQueryPlan').mockImplementation(function (
        this: QueryPlanner,
        ...args
      ) {
        const plan = buildQueryPlan.apply(this, args);
        seen.plans += everythingIn([plan, args[0].toString()]);
        return plan;
      }),
    );
    for (const level of ['debug', 'log', 'info', 'warn', 'error', 'trace'] as const)
      spies.push(
        jest.spyOn(console, level).mockImplementation((...args: unknown[]) => {
          seen.printed += everythingIn(args);
        }),
      );
    database = await openPglite();
    graph = await startGraph(database.db, {
      onFetch(name, request) {
        if (name === ID) seen.requests += everythingIn(request);
      },
    });
    shop = await startFederatedShop(ID, { token: TOKEN });
    await partnerDesk(graph, ADMIN).join(shop.document, [{ name: 'token', value: TOKEN }]);
    const index = startPartnerIndex(database.db, graph);
    await until(async () => ((await page()).data?.search.totalCount ?? 0) === 40, 60_000);
    await index.stop();
    seen.requests = ''; // whoever registers sends the token along, and must
  });
  afterAll(async () => {
    for (const spy of spies) spy.mockRestore();
    await graph.close();
    await shop.server.close();
    await database.close();
    await tracing.shutdown();
    trace.disable();
  });

  async function page(): Promise<Answered<Page | null>> {
    const answer = await graph.run<Page | null>(PAGE, {
      actor: actorOf(),
      deadlineMs: 5_000,
      noCache: true,
      headers: {
        'content-type': 'application/json',
        'apollo-query-plan-experimental': '1',
        'apollo-query-plan-experimental-format': 'internal',
        'apollo-federation-include-trace': 'ftv1',
      },
    });
    seen.answers += JSON.stringify(answer);
    return answer;
  }

  it('reaches its server', async () => {
    const { data, errors } = await page();
    expect(errors).toBeUndefined();
    expect(data?.search.nodes.map(({ offer }) => offer)).toMatchObject(
      [1, 2, 3].map(() => ({ __typename: 'TokoFederasiOffer', origin: expect.any(String) as string })),
    );
    expect(shop.server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${TOKEN}`);
  });

  it.each<[string, Fault]>([
    ['fails', { kind: 'status', status: 500 }],
    ['does not let Pasar in', { kind: 'status', status: 401 }],
    ['answers a page', { kind: 'html' }],
    ['breaks off', { kind: 'reset-in-body' }],
    ['sends elsewhere', { kind: 'redirect', to: 'http://localhost:1/' }],
  ])('goes along where that %s, and the page says what is lacking', async (_, fault) => {
    shop.server.knobs.fault = fault;
    const asked = shop.server.received();
    const { data, errors = [] } = await page();
    shop.server.knobs.fault = null;
    expect(data?.search.nodes).toHaveLength(3);
    expect(errors.length).toBeGreaterThan(0);
    expect(shop.server.received()).toBeGreaterThanOrEqual(asked);
  });

  it('is quoted by the server itself, to no one: its words are not passed on', async () => {
    shop.answers(() => ({ body: { data: null, errors: [{ message: `token ${TOKEN} is wrong` }] } }));
    await until(async () => {
      const asked = shop.server.received();
      await page();
      return shop.server.received() > asked; // its circuit may still be open from what came before
    });
    shop.answers(null);
  });

  const text = {
    'the query plan and what is planned for': () => seen.plans,
    'the request as it reaches the data source, before and after': () => seen.requests,
    'spans of traces': () => spans.getFinishedSpans().map(toldBySpan).join('\n'),
    'the log, at level trace': () => log.text(),
    answers: () => seen.answers,
  };
  it.each(Object.entries(text))('stands not in %s', (_, read) => {
    expect(read()).toContain(ID);
    expect(FORMS.filter((form) => read().includes(form))).toEqual([]);
  });

  it('is printed by nobody', () => {
    expect(FORMS.filter((form) => seen.printed.includes(form))).toEqual([]);
  });
});

/** What leaves for a collector of one. */
function toldBySpan({ name, attributes, events, status, links, resource }: ReadableSpan): string {
  return JSON.stringify([name, attributes, events, status, links, resource.attributes]);
}
