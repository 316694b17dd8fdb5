import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '../../adapters/core/actor';
import { tokenFor } from '../support/actors';
import { createPostgres, POSTGRES_URL } from '../support/databases';
import type { Answered } from '../support/graph';
import { askAgain } from '../support/graphql-client';
import {
  startEasyShop,
  startFederatedShop,
  type JoiningEasyShop,
  type JoiningFederatedShop,
  type JoiningShop,
} from '../support/joining-shops';
import { partnerActor, partnerDesk, type PartnerDesk } from '../support/partner-graph';
import { startNode } from '../support/processes';
import { createRedis, HAS_REDIS, type TestRedis } from '../support/redis';
import { temporaryFolder } from '../support/temporary-folder';
import { startTopology, type Topology } from '../support/topology';
import { startTraffic, type Traffic } from '../support/traffic';
import { until } from '../support/until';

interface LiveOffer {
  readonly __typename: string;
  readonly id: string;
  readonly origin?: string | null;
  readonly price: { readonly amount: string; readonly freshness: string } | null;
}

/** The slowest thing here is a machine that is busy with something else. */
const PATIENCE = 60_000;
const TIMEOUT = 150_000;
/** What buyers ask for all the while, before and after: goods of everyone who is there, and of one who is slow. */
const SEEN = `{
  page: search(first: 12) { nodes { offerId offer { __typename id price { amount freshness } } } }
  slow: search(first: 3, filter: { marketplaces: ["jatim-bejo"] }) { nodes { offer { price { amount } } } }
}`;
/** So that a request of each buyer is nearly always under way. */
const JATIM_BEJO_TAKES_MS = 150;

const CASES = [
  { how: 'told of it through Redis', hasRedis: true, present: POSTGRES_URL !== undefined && HAS_REDIS },
  { how: 'asking the database for it', hasRedis: false, present: POSTGRES_URL !== undefined },
];

/** What docker-compose.yml runs: gateways that serve what the registry keeps, and a process for each subgraph. */
describe.each(CASES)('shops join, and each process of Pasar knows, $how', ({ hasRedis, present }) => {
  if (!present) return it.skip('is skipped: no PostgreSQL, or no redis-server', () => undefined);

  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  let postgres: Awaited<ReturnType<typeof createPostgres>>;
  let redis: TestRedis | null = null;
  let easy: JoiningEasyShop;
  let federated: JoiningFederatedShop;
  let topology: Topology;
  const gateways: string[] = [];
  let traffic: readonly Traffic[] = [];

  beforeAll(async () => {
    postgres = await createPostgres();
    redis = hasRedis ? await createRedis() : null;
    await redis?.start();
    [easy, federated] = await Promise.all([startEasyShop(), startFederatedShop()]);
    topology = await startTopology({ databaseUrl: postgres.url, redisUrl: redis?.url ?? null, dataDir });
    gateways.push(...topology.gateways);
    topology.sandbox.servers.jatimBejo.knobs.latencyMs = JATIM_BEJO_TAKES_MS;
    await onEach(async (url) => ((await offerCounts(url))['jatim-bejo'] ?? 0) > 0);
  }, TIMEOUT);
  afterAll(async () => {
    await Promise.all(traffic.map(({ stop }) => stop()));
    const codes = await topology.stop();
    await Promise.all([easy.server.close(), federated.server.close(), redis?.kill()]);
    await postgres.drop();
    // Each ended by itself, as Ctrl-C asks it to.
    expect(codes).toEqual(codes.map(() => 0));
  });

  /** Until it holds at each gateway. */
  async function onEach(holds: (url: string) => Promise<boolean>): Promise<void> {
    await Promise.all(gateways.map((url) => until(() => holds(url), PATIENCE)));
  }

  /** Buyers at each gateway, from now on. */
  function startBuyers(allowed?: Parameters<typeof startTraffic>[2]): void {
    traffic = gateways.map((url) => startTraffic(url, SEEN, allowed));
  }

  /** What went wrong for them, once each has had an answer to what it asked from now on. */
  async function failuresOfBuyers(): Promise<readonly string[]> {
    const before = traffic.map(({ answers }) => answers());
    await until(() => traffic.every(({ answers }, i) => answers() >= (before[i] ?? 0) + 2), PATIENCE);
    await Promise.all(traffic.map(({ stop }) => stop()));
    return traffic.flatMap(({ failures }) => failures);
  }

  /** How many offers of each marketplace are found. */
  async function offerCounts(url: string): Promise<Readonly<Record<string, number>>> {
    const { data } = await askAgain<{
      search: { facets: { marketplaces: readonly { value: string; count: number }[] } };
    }>(url, '{ search(first: 0) { facets { marketplaces { value count } } } }');
    return Object.fromEntries(data.search.facets.marketplaces.map(({ value, count }) => [value, count]));
  }

  /** An offer of it that a gateway finds. */
  async function foundAt(url: string, id: string): Promise<string | null> {
    const { data } = await askAgain<{ search: { nodes: readonly { offerId: string }[] } }>(
      url,
      'query ($id: ID!) { search(first: 1, filter: { marketplaces: [$id] }) { nodes { offerId } } }',
      { id },
    );
    return data.search.nodes[0]?.offerId ?? null;
  }

  /** As its shop has it now, whatever is cached. */
  async function offerAt(url: string, id: string, more = ''): Promise<LiveOffer | null> {
    const { data, errors = [] } = await askAgain<{ offer: LiveOffer | null } | undefined>(
      url,
      `query ($id: ID!) { offer(id: $id) { __typename id price { amount freshness } ${more} } }`,
      { id },
      undefined,
      { 'cache-control': 'no-cache' },
    );
    // Whoever resumes is known to some a moment before others, as the suspension was; nothing else goes wrong.
    expect(errors.filter(({ message }) => message !== 'This marketplace is suspended.')).toEqual([]);
    return data?.offer ?? null;
  }

  /** Within seconds: the index may be a poll ahead of who names offers and who asks shops, and they say nothing then. */
  async function expectLive(shop: string, expected: Record<string, unknown>, more = ''): Promise<void> {
    await onEach(async (url) => {
      const id = await foundAt(url, shop);
      const offer = id === null ? null : await offerAt(url, id, more);
      if (!offer?.price) return false;
      expect(offer).toMatchObject({ id, price: { freshness: 'LIVE' }, ...expected });
      return true;
    });
  }

  /** Whoever manages a shop, at one of the gateways. */
  function deskAt(url: string | undefined, actor: Actor): PartnerDesk {
    async function run<T>(query: string, asking: { variables?: Record<string, unknown> } = {}) {
      const token = await tokenFor(dataDir, actor);
      return (await askAgain(url ?? '', query, asking.variables, token)) as Answered<T>;
    }
    return partnerDesk({ run }, actor);
  }

  /** Registers by the command; once more where the machine was too busy to listen. */
  async function registerByCommand({ id, document, secrets }: JoiningShop): Promise<string> {
    const file = join(folder, `${id}.pasar.yaml`);
    writeFileSync(file, document);
    const given = secrets.flatMap(({ name, value }) => ['--credential', `${name}=${value}`]);
    for (;;) {
      const started = startNode(['gateway/cli/launch.js', 'register', file, ...given], {
        PASAR_URL: gateways[0] ?? '',
        PASAR_TOKEN: await tokenFor(dataDir, partnerActor(id)),
      });
      const code = await started.exited;
      if (!started.output().includes('Too busy right now')) return `${code}: ${started.output()}`;
    }
  }

  it(
    'one that describes its API joins, and every gateway finds and asks it',
    async () => {
      startBuyers();
      // Each way to join is taken once: a command is a process more.
      if (hasRedis) expect(await registerByCommand(easy)).toMatch(/^0: [^]*toko-contoh: live/);
      else await deskAt(gateways[0], partnerActor(easy.id)).join(easy.document, easy.secrets);
      await expectLive(easy.id, { __typename: 'PartnerOffer' });
    },
    TIMEOUT,
  );

  it(
    'one with a subgraph joins, and every gateway serves its type with its own field',
    async () => {
      await deskAt(gateways[1], partnerActor(federated.id)).join(federated.document, federated.secrets);
      const query = `{ __type(name: "${federated.type}") { name } }`;
      await onEach(async (url) => {
        const { data } = await askAgain<{ __type: object | null }>(url, query);
        return data.__type !== null;
      });
      const expected = { __typename: federated.type, origin: expect.stringMatching(/^Desa binaan /) };
      await expectLive(federated.id, expected, `... on ${federated.type} { origin }`);
    },
    TIMEOUT,
  );

  it(
    'what its offers cost is quoted by every gateway, for orders refer to them as well',
    async () => {
      const id = (await foundAt(gateways[0] ?? '', federated.id)) ?? '';
      const query = `query ($id: ID!) { quote(input: { deliveryRegion: "35.73", lines: [{ offerId: $id, quantity: "1" }] }) {
        parts { lines { unitPrice offer { __typename ... on ${federated.type} { origin } } } } } }`;
      for (const url of gateways) {
        const { data } = await askAgain(url, query, { id }, await tokenFor(dataDir));
        const offer = { __typename: federated.type, origin: expect.any(String) };
        expect(data).toEqual({ quote: { parts: [{ lines: [{ unitPrice: expect.any(String), offer }] }] } });
      }
    },
    TIMEOUT,
  );

  it(
    'no request failed meanwhile, and each gateway served one supergraph more',
    async () => {
      expect(await failuresOfBuyers()).toEqual([]);
      for (const url of gateways) {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        expect(metrics).toContain('pasar_supergraph_swaps_total{outcome="served"} 1');
        expect(metrics).not.toContain('pasar_supergraph_swaps_total{outcome="refused"}');
      }
    },
    TIMEOUT,
  );

  it(
    'those that are suspended are neither found nor asked by any gateway, one that starts then included',
    async () => {
      const ids = [easy.id, federated.id];
      const offers = await Promise.all(ids.map((id) => foundAt(gateways[0] ?? '', id)));
      // Of a page that was found before, its offers are not asked for any more.
      startBuyers(({ extensions }) => extensions?.['serviceName'] === federated.id);
      for (const [i, id] of ids.entries())
        expect((await deskAt(gateways[i], partnerActor(id)).suspend(id)).problems).toEqual([]);
      if (!hasRedis) gateways.push(await topology.startGateway());
      await onEach(async (url) => {
        const counts = await offerCounts(url);
        const told = await Promise.all(offers.map((id) => offerAt(url, id ?? '')));
        return ids.every((id) => counts[id] === undefined) && told.every((offer) => offer === null);
      });
      expect(await failuresOfBuyers()).toEqual([]);

      const asked = reads();
      for (const url of gateways) for (const id of offers) expect(await offerAt(url, id ?? '')).toBeNull();
      expect(reads()).toBe(asked);
    },
    TIMEOUT,
  );

  /** How often the shops were asked for offers by their ids. */
  function reads(): number {
    const ofEasy = easy.server.requests.filter(({ path }) => path.startsWith('/products/'));
    const ofFederated = federated.server.requests.filter(({ body }) => body.includes('_entities'));
    return ofEasy.length + ofFederated.length;
  }

  it(
    'those that are resumed are found and asked again',
    async () => {
      for (const id of [easy.id, federated.id])
        expect((await deskAt(gateways.at(-1), partnerActor(id)).resume(id)).problems).toEqual([]);
      await expectLive(easy.id, { __typename: 'PartnerOffer' });
      await expectLive(federated.id, { __typename: federated.type });
    },
    TIMEOUT,
  );
});
