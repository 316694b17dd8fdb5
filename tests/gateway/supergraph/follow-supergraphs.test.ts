import { followSupergraphs } from '../../../gateway/supergraph/follow-supergraphs';
import type { Supergraph, SupergraphSource } from '../../../gateway/supergraph/supergraph-source';
import { gate, startSwappingGraph, type DeployedSubgraph } from '../../support/swapping-graph';
import { until } from '../../support/until';

const version = (n: number): DeployedSubgraph => ({
  name: 'things',
  version: n,
  sdl: `type Query { version: Int, only${n}: Int }`,
  resolvers: { Query: { version: () => n } },
});
const VERSION = '{ version }';

/** A source that a test speaks for. */
function scripted(first: Supergraph) {
  let listener: (supergraph: Supergraph) => void = () => undefined;
  const source: SupergraphSource = {
    current: () => Promise.resolve(first),
    watch(told) {
      listener = told;
      return () => {
        listener = () => undefined;
      };
    },
  };
  return { source, tell: (supergraph: Supergraph) => listener(supergraph) };
}

describe('a gateway that follows supergraphs', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function follow(prepare: (supergraph: Supergraph) => Promise<void> = () => Promise.resolve()) {
    const graph = await startSwappingGraph([version(1)]);
    ends.push(() => graph.server.stop());
    const { source, tell } = scripted(graph.server.current());
    const end = followSupergraphs(source, graph.server, prepare, { firstPauseMs: 5 });
    ends.push(end);
    const supergraph = (n: number, suspended: readonly string[] = []): Supergraph => ({
      id: `the ${n}th`,
      sdl: graph.deploy([version(n)]),
      suspended,
    });
    const served = async () => {
      const data = (await graph.ask(VERSION)).data as { version: number } | undefined;
      return data?.version;
    };
    return { graph, tell, end, supergraph, served };
  }

  it('serves each that comes', async () => {
    const { tell, supergraph, served } = await follow();
    for (const n of [2, 3]) {
      tell(supergraph(n));
      await until(async () => (await served()) === n);
    }
  });

  it.each([1, 3])('tries again one whose needs failed to come %i times', async (times) => {
    let failures = 0;
    const { tell, supergraph, served } = await follow(() =>
      (failures += 1) <= times ? Promise.reject(new Error('the database is away')) : Promise.resolve(),
    );
    tell(supergraph(2));
    await until(async () => (await served()) === 2);
    expect(failures).toBe(times + 1);
  });

  it('serves on what it has where one can not be served, and the next that can', async () => {
    const { graph, tell, supergraph, served } = await follow();
    const tried = jest.spyOn(graph.server, 'swap');
    tell({ id: 'broken', sdl: 'type Query {', suspended: [] });
    await until(() => tried.mock.calls.length >= 2);
    expect(await served()).toBe(1);
    tell(supergraph(2));
    await until(async () => (await served()) === 2);
    const tries = tried.mock.calls.length;
    expect(tried.mock.calls.at(-1)?.[0]).toMatchObject({ id: 'the 2th' });
    expect(tried).toHaveBeenCalledTimes(tries);
  });

  it('does not serve one that waits for what it needs when a newer one has come', async () => {
    const slow = gate();
    const { graph, tell, supergraph, served } = await follow(({ id }) =>
      id === 'the 2th' ? slow.opened : Promise.resolve(),
    );
    tell(supergraph(2));
    tell(supergraph(3));
    await until(async () => (await served()) === 3);
    slow.open();
    await new Promise((resolve) => setImmediate(resolve));
    // Were it served after all, it would be before the next.
    tell(supergraph(4));
    await until(async () => (await served()) === 4);
    expect(graph.server.current().generation).toBe(3);
  });

  it('suspends at once, though a supergraph is waited for, and serves none a second time for it', async () => {
    const slow = gate();
    const { graph, tell, supergraph, served } = await follow(() => slow.opened);
    tell(supergraph(2));
    tell(supergraph(2, ['things']));
    expect(graph.server.current()).toMatchObject({ generation: 1, suspended: ['things'] });
    expect((await graph.ask(VERSION)).errors?.[0]).toMatchObject({ extensions: { code: 'UNAVAILABLE' } });
    slow.open();
    await until(() => graph.server.current().id === 'the 2th');
    expect(graph.server.current()).toMatchObject({ generation: 2, suspended: ['things'] });
    tell(supergraph(2));
    expect(await served()).toBe(2);
    expect(graph.server.current().generation).toBe(2);
  });

  it('tries nothing more when it was ended', async () => {
    const tries = { ended: 0, other: 0 };
    const failing = (which: keyof typeof tries) => () => {
      tries[which] += 1;
      return Promise.reject(new Error('never'));
    };
    const [one, two] = [await follow(failing('ended')), await follow(failing('other'))];
    one.tell(one.supergraph(2));
    await until(() => tries.ended >= 2);
    one.end();
    const before = tries.ended;
    // As long as the pauses of another one that begins now take, and are doubled.
    two.tell(two.supergraph(2));
    await until(() => tries.other >= before + 3);
    expect(tries.ended).toBe(before);
  });
});
