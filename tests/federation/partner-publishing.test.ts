import { marketplaceId } from '../../adapters/core/ids';
import { ensureSupergraph } from '../../subgraphs/registry/composition/ensure-supergraph';
import { describeOnDatabases } from '../support/databases';
import { startGraph, type Answered, type Graph } from '../support/graph';
import { startEasyShop, startFederatedShop, type JoiningFederatedShop } from '../support/joining-shops';
import { ADMIN, partnerDesk, startPartnerIndex, type PartnerDesk } from '../support/partner-graph';
import { until } from '../support/until';

/** What of several partners' subgraphs comes into one graph, and what is kept out of it. */
describeOnDatabases("partners' subgraphs beside each other", (database) => {
  const SIZE = 8;
  let graph: Graph;
  let index: { stop(): Promise<void> };
  let desk: PartnerDesk;
  const shops: JoiningFederatedShop[] = [];

  beforeAll(async () => {
    graph = await startGraph(database().db);
    index = startPartnerIndex(database().db, graph);
    desk = partnerDesk(graph, ADMIN);
  });
  afterAll(async () => {
    await index.stop();
    await graph.close();
    await Promise.all(shops.map(({ server }) => server.close()));
  });

  async function open(id: string, typesOf?: string): Promise<JoiningFederatedShop> {
    const shop = await startFederatedShop(id, { size: SIZE, ...(typesOf === undefined ? {} : { typesOf }) });
    shops.push(shop);
    return shop;
  }
  async function checked(shop: JoiningFederatedShop): Promise<string | undefined> {
    await desk.register(shop.document, shop.secrets);
    return (await desk.check(shop.id)).marketplace?.state;
  }
  async function has(type: string, field?: string): Promise<boolean> {
    const { data } = await graph.run<{ __type: { fields: { name: string }[] } | null }>(
      `{ __type(name: "${type}") { fields { name } } }`,
    );
    const fields = data.__type?.fields.map(({ name }) => name);
    return fields !== undefined && (field === undefined || fields.includes(field));
  }
  const supergraphs = () =>
    database().db.selectFrom('supergraph').select(['id', 'partners', 'sdl']).orderBy('id').execute();
  const typesFound = async (id: string): Promise<readonly string[]> => {
    const { data, errors }: Answered<{ search: { nodes: { offer: { __typename: string } | null }[] } }> =
      await graph.run(
        `{ search(first: 50, filter: { marketplaces: ["${id}"] }) { nodes { offer { __typename title } } } }`,
        { noCache: true, deadlineMs: 5_000 },
      );
    expect(errors).toBeUndefined();
    return data.search.nodes.map(({ offer }) => offer?.__typename ?? 'none');
  };
  async function mustsThatFailed(id: string): Promise<readonly string[]> {
    const { report } = await database()
      .db.selectFrom('partner_version')
      .select('report')
      .where('marketplace', '=', marketplaceId(id))
      .orderBy('version', 'desc')
      .executeTakeFirstOrThrow();
    const results = report?.results ?? [];
    return results.flatMap(({ id: rule, outcome, level }) =>
      outcome === 'FAILED' && level === 'MUST' ? [rule] : [],
    );
  }

  it('one with the types of another does not compose: publishing says so, and its next check', async () => {
    const first = await open('toko-satu');
    const same = await open('toko-kembar', first.id);
    // It passes its check as long as the other is not there.
    expect(await checked(same)).toBe('CHECKED');
    await desk.join(first.document, first.secrets);
    await until(async () => (await has(first.type)) && (await typesFound(first.id)).length === SIZE);
    const before = await supergraphs();
    const { problems } = await desk.publish(same.id);
    expect(new Set(problems.map(({ kind }) => kind))).toEqual(new Set(['COMPOSITION']));
    expect(problems.map(({ message }) => message).join()).toContain(first.type);
    expect(await checked(same)).toBe('DRAFT');
    expect(await mustsThatFailed(same.id)).toEqual(['SUBGRAPH-03']);
    expect(await supergraphs()).toEqual(before);
    expect(await typesFound(first.id)).toEqual(Array.from({ length: SIZE }, () => first.type));
  });

  it('three that are published at once are all in the graph', async () => {
    const three = [await open('toko-dua'), await open('toko-tiga'), await open('toko-empat')];
    for (const shop of three) expect(await checked(shop)).toBe('CHECKED');
    const done = await Promise.all(three.map(({ id }) => desk.publish(id)));
    expect(done.flatMap(({ problems }) => problems)).toEqual([]);
    for (const { type } of three) await until(() => has(type));
    const latest = (await supergraphs()).at(-1);
    for (const { id } of three) expect(latest?.partners).toContain(`${id}@1`);
  });

  it.each<[string, string, (shop: JoiningFederatedShop) => void]>([
    ['is down', 'toko-lima', ({ server }) => (server.knobs.fault = { kind: 'status', status: 503 })],
    [
      'says something else',
      'toko-enam',
      ({ says }) => says((sdl) => sdl.replace(/\n {2}origin: String/, '')),
    ],
    ['says nonsense', 'toko-tujuh', ({ says }) => says(() => 'hello')],
  ])(
    'a check while one that is live %s changes nothing of the graph, then or later',
    async (_, id, change) => {
      const shop = await open(id);
      await desk.join(shop.document, shop.secrets);
      await until(() => has(shop.type, 'origin'));
      change(shop);
      await desk.check(shop.id);
      shop.server.knobs.fault = null;
      // Whatever is published next composes with what was served.
      const other = await open(`${id}-lain`);
      await desk.join(other.document, other.secrets);
      await until(() => has(other.type));
      expect(await has(shop.type, 'origin')).toBe(true);
    },
  );

  it('one that joins by a manifest from now on takes its type with it, where no one needs that', async () => {
    const shop = await open('toko-delapan');
    await desk.join(shop.document, shop.secrets);
    await until(() => has(shop.type));
    const rest = await startEasyShop(shop.id, { size: 5 });
    await desk.register(rest.document, rest.secrets);
    await desk.check(shop.id);
    const refused = await desk.publish(shop.id);
    expect(new Set(refused.problems.map(({ kind }) => kind))).toEqual(new Set(['BREAKING_CHANGE']));
    expect((await desk.publish(shop.id, 'acceptBreaking: true')).problems).toEqual([]);
    await until(async () => !(await has(shop.type)) && (await typesFound(shop.id)).length === 5);
    expect(new Set(await typesFound(shop.id))).toEqual(new Set(['PartnerOffer']));
    await desk.suspend(shop.id);
    await rest.server.close();
  });

  it('one that does not fit a new release stays out of its graph, and it alone', async () => {
    const [fits, does] = [await open('toko-cocok'), await open('toko-usang')];
    for (const shop of [fits, does]) await desk.join(shop.document, shop.secrets);
    const { db } = database();
    const clash = `extend type ${fits.type} @key(fields: "id") { id: ID! title: Int }`;
    await db
      .updateTable('partner_version')
      .set(({ eb }) => ({ sdl: eb('sdl', '||', `\n${clash}`) }))
      .where('marketplace', '=', marketplaceId(does.id))
      .execute();
    await db.updateTable('supergraph').set({ base: 'of the release before' }).execute();
    const { sdl } = await ensureSupergraph(db);
    expect(sdl).toContain(`type ${fits.type}`);
    expect(sdl).not.toContain(`type ${does.type}`);
    const { id } = await ensureSupergraph(db);
    expect(id).toBe((await supergraphs()).at(-1)?.id);
  });
});
