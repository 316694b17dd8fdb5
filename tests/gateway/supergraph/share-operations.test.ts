import { createSingleFlight, type SingleFlight } from '../../../gateway/data-sources/single-flight';
import { createInProcessDataSource } from '../../../gateway/data-sources/in-process';
import { startGraphqlServer } from '../../../gateway/graphql-server';
import {
  createRequestContext,
  perRequest,
  type RequestContext,
  type RequestDetails,
} from '../../../subgraphs/request-context';
import { actorOf } from '../../support/actors';
import { gate } from '../../support/swapping-graph';
import { schemaOf, supergraphOf } from '../../support/test-subgraphs';
import { until } from '../../support/until';

/** What a subgraph makes for a request. */
const rowsFor = perRequest(() => ({ rows: [] }));

/** One subgraph that counts what it is asked, and answers when a test says so. */
async function start(singleFlight: SingleFlight | null = createSingleFlight()) {
  const contexts: RequestContext[] = [];
  const { opened, open } = gate();
  const answer = async (_: unknown, { n = 0 }: { n?: number }, context: RequestContext) => {
    contexts.push(context);
    rowsFor(context);
    context.sources.push({
      marketplace: 'mbiz',
      status: 'LIVE',
      code: null,
      latencyMs: 1,
      offers: { live: 1, cached: 0, stale: 0, failed: 0 },
    });
    await opened;
    return n;
  };
  const subgraph = {
    name: 'numbers',
    sdl: 'type Query { number(n: Int): Int } type Mutation { write(n: Int): Int }',
    resolvers: { Query: { number: answer }, Mutation: { write: answer } },
  };
  const schema = schemaOf(subgraph);
  const server = await startGraphqlServer({
    supergraphSdl: supergraphOf([subgraph]),
    singleFlight,
    dataSource: ({ name }) => createInProcessDataSource({ name, schema }),
  });
  return {
    open,
    asked: () => contexts.length,
    /** Of each execution. */
    contexts,
    stop: () => server.stop(),
    async ask(
      query = '{ number(n: 1) }',
      details: RequestDetails = {},
      variables: Record<string, unknown> = {},
    ) {
      const { body } = await server.executeOperation(
        { query, variables },
        { contextValue: createRequestContext(details) },
      );
      if (body.kind !== 'single') throw new Error('one answer is expected');
      return body.singleResult;
    },
  };
}

const BY_ARGUMENT = 'query ($n: Int) { number(n: $n) }';

describe('operations that are asked at the same time', () => {
  it.each<[string, readonly Parameters<Awaited<ReturnType<typeof start>>['ask']>[], number]>([
    ['the same', [[], [], []], 1],
    [
      'the same by one person',
      [
        ['{ number }', { actor: actorOf() }],
        ['{ number }', { actor: actorOf() }],
      ],
      1,
    ],
    [
      'the same by two people',
      [
        ['{ number }', { actor: actorOf() }],
        ['{ number }', { actor: actorOf({ subject: 'b' }) }],
      ],
      2,
    ],
    ['the same by someone and by nobody', [['{ number }', { actor: actorOf() }], ['{ number }']], 2],
    ['the same cached and uncached', [['{ number }'], ['{ number }', { noCache: true }]], 2],
    [
      'with other variables',
      [
        [BY_ARGUMENT, {}, { n: 1 }],
        [BY_ARGUMENT, {}, { n: 2 }],
        [BY_ARGUMENT, {}, { n: 1 }],
      ],
      2,
    ],
    ['written differently', [['{ number }'], ['{number}']], 2],
    ['mutations', [['mutation { write }'], ['mutation { write }']], 2],
  ])('%s are executed as often as they differ', async (_, questions, times) => {
    const graph = await start();
    const answers = questions.map((question) => graph.ask(...question));
    await until(() => graph.asked() >= times);
    graph.open();
    const all = await Promise.all(answers);
    expect(graph.asked()).toBe(times);
    expect(all.every(({ errors }) => errors === undefined)).toBe(true);
    // Each of them tells how the marketplaces did.
    expect(all.map(({ extensions }) => (extensions?.['sources'] as unknown[]).length)).toEqual(
      all.map(() => 1),
    );
    await graph.stop();
  });

  it('are executed each where that is not wanted', async () => {
    const graph = await start(null);
    const answers = [graph.ask(), graph.ask()];
    await until(() => graph.asked() === 2);
    graph.open();
    await Promise.all(answers);
    await graph.stop();
  });

  /** A graph, and how often it was asked to join an execution or begin one. */
  async function counting() {
    let joined = 0;
    const flight = createSingleFlight();
    const graph = await start({
      ...flight,
      read: (...wanted) => {
        joined += 1;
        return flight.read(...wanted);
      },
    });
    return { graph, joined: () => joined };
  }

  it('go on for the others when the one who asked first leaves, with all that was made for them', async () => {
    const { graph, joined } = await counting();
    const leaving = new AbortController();
    const first = graph.ask(undefined, { signal: leaving.signal });
    await until(() => graph.asked() === 1);
    const second = graph.ask();
    await until(() => joined() === 2);
    leaving.abort();
    expect((await first).data).toBeUndefined();
    expect(graph.contexts.map(({ signal, made }) => [signal.aborted, made.size])).toEqual([[false, 1]]);
    graph.open();
    expect((await second).data).toEqual({ number: 1 });
    expect(graph.asked()).toBe(1);
    await graph.stop();
  });

  it('are given up when the last of those who asked has left', async () => {
    const { graph, joined } = await counting();
    const leaving = new AbortController();
    const both = [1, 2].map(() => graph.ask(undefined, { signal: leaving.signal }));
    await until(() => graph.asked() === 1 && joined() === 2);
    leaving.abort();
    expect((await Promise.all(both)).map(({ data }) => data)).toEqual([undefined, undefined]);
    expect(graph.contexts.map(({ signal }) => signal.aborted)).toEqual([true]);
    graph.open();
    await graph.stop();
  });
});
