import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decimal } from '../../adapters/core/decimal';
import { parseMarketplaceId, parseOfferId } from '../../adapters/core/ids';
import { AWKWARD_SHOP_CLIENT } from '../../adapters/sandbox/partners/awkward-sign-in';
import { CXML_SHOP_CREDENTIALS } from '../../adapters/sandbox/partners/cxml-shop';
import { EASY_SHOP_KEY } from '../../adapters/sandbox/partners/easy-shop';
import { FEDERATED_SHOP_TOKEN } from '../../adapters/sandbox/partners/federated-shop';
import { startPartnerShops, type PartnerShops } from '../../adapters/sandbox/partners/start-shops';
import { escapeHtml } from '../../adapters/sandbox/servers/escape-html';
import { startSandbox, type Sandbox } from '../../adapters/sandbox/start';
import { createWorld } from '../../adapters/sandbox/world/world';
import { actorOf, tokenFor } from '../support/actors';
import { ask, isIndexed, type GraphqlAnswer } from '../support/graphql-client';
import { addressOf, startNode, startProcess, type StartedProcess } from '../support/processes';
import { PURCHASE, purchaseInput, type Bought, type BoughtPart } from '../support/purchases';
import { temporaryFolder } from '../support/temporary-folder';
import { until } from '../support/until';

/** A marketplace that joins, as whoever runs it has it: a file, and secrets beside it. */
interface Joining {
  readonly file: string;
  readonly credentials: Readonly<Record<string, string>>;
}

interface Hit {
  readonly offerId: string;
  readonly inStock: boolean;
  readonly offer: LiveOffer | null;
}
interface LiveOffer {
  readonly __typename: string;
  readonly id: string;
  readonly sku: string;
  readonly url: string | null;
  readonly origin?: string | null;
  readonly price: { readonly amount: string | number; readonly freshness: string } | null;
  readonly stock: { readonly state: string; readonly quantity: string | null } | null;
}
interface ListedOrder {
  readonly __typename: string;
  readonly id: string;
  readonly state: string;
  readonly marketplace: { readonly id: string };
  readonly live: { readonly state: string; readonly freshness: string } | null;
}

/** The slowest thing here is a machine that is busy with something else. */
const PATIENCE = 60_000;
const MEMBER_SCALE = 0.002;
const IDS = ['toko-contoh', 'pasar-rumit', 'toko-katalog', 'toko-federasi', 'toko-anggota'] as const;
type Id = (typeof IDS)[number];

const OFFER = `__typename id sku url price { amount freshness } stock { state quantity }
  ... on TokoFederasiOffer { origin }`;

/** What is asked for again until it is there. */
async function awaited<T>(read: () => Promise<T | null | undefined>): Promise<T> {
  const found: T[] = [];
  await until(async () => {
    const value = await read();
    if (value !== null && value !== undefined) found.push(value);
    return found.length > 0;
  }, PATIENCE);
  return found[0] ?? assert.fail();
}

/** One Pasar as `npm start` runs it, shops that it has never heard of, and the command that they join by. */
describe('marketplaces join by the command line, and are searched and bought at', () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const running: StartedProcess[] = [];
  let shops: PartnerShops;
  let sandbox: Sandbox;
  let url: string;
  let joining: Readonly<Record<Id, Joining>>;
  let keys = 0;

  beforeAll(async () => {
    const pasar = startProcess('gateway/main.ts', [], {
      PORT: '0',
      PASAR_DATA_DIR: dataDir,
      PASAR_SANDBOX_SCALE: '0.003',
      PASAR_ALLOW_PRIVATE_HOSTS: '1',
    });
    running.push(pasar);
    url = await addressOf(pasar);
    shops = await startPartnerShops({ port: 0, reportTo: url });
    sandbox = await startSandbox({ scale: MEMBER_SCALE });
    joining = {
      'toko-contoh': at('easy-shop', shops.easy.server.url, { key: EASY_SHOP_KEY }),
      'pasar-rumit': at('awkward-shop', shops.awkward.server.url, AWKWARD_SHOP_CLIENT),
      'toko-katalog': at('cxml-shop', shops.cxml.server.url, CXML_SHOP_CREDENTIALS),
      'toko-federasi': at('federated-shop', shops.federated.server.url, { token: FEDERATED_SHOP_TOKEN }),
      'toko-anggota': tokoDaringMember(),
    };
    await until(() => isIndexed(url), PATIENCE);
  }, 180_000);
  afterAll(async () => {
    await Promise.all(running.map((started) => started.stop('SIGKILL')));
    await shops.close();
    await sandbox.close();
  });

  /** The shop's own definition, at the port that it got. */
  function at(shop: string, origin: string, credentials: Joining['credentials']): Joining {
    const source = join(__dirname, `../../adapters/sandbox/partners/${shop}.pasar.yaml`);
    const text = readFileSync(source, 'utf8').replace(/^url: http:\/\/127\.0\.0\.1:\d+/m, `url: ${origin}`);
    expect(text).toContain(`url: ${origin}`);
    return { file: written(shop, text), credentials };
  }

  /** A member of Toko Daring: the sandbox's own Jatim Bejo, which joins here as somebody else. */
  function tokoDaringMember(): Joining {
    const { url: pull, clientId, clientSecret, handOff } = sandbox.access.jatimBejo;
    assert.ok(handOff);
    const text = `pasar: 1
id: toko-anggota
name: Toko Anggota
protocol: toko-daring
url: ${pull}
signOn: { url: '${handOff.authUrl}', shopUrl: '${handOff.shopUrl}' }
`;
    return { file: written('member', text), credentials: { clientId, clientSecret } };
  }

  function written(name: string, text: string): string {
    const file = join(folder, `${name}.pasar.yaml`);
    writeFileSync(file, text);
    return file;
  }

  async function pasar(args: readonly string[], id: Id): Promise<{ code: number | null; output: string }> {
    const marketplace = parseMarketplaceId(id);
    const partner = actorOf({ role: 'PARTNER', institution: null, workUnit: null, marketplace });
    const started = startNode(['gateway/cli/launch.js', ...args], {
      PASAR_URL: url,
      PASAR_TOKEN: await tokenFor(dataDir, partner),
    });
    running.push(started);
    const code = await started.exited;
    return { code, output: started.output() };
  }

  const secretsOf = (id: Id): string[] =>
    Object.entries(joining[id].credentials).flatMap(([name, value]) => ['--credential', `${name}=${value}`]);

  async function graph<T>(query: string, variables: object = {}, token?: string): Promise<GraphqlAnswer<T>> {
    return ask<T>(url, query, { ...variables }, token);
  }

  /** How many offers of each marketplace are found. */
  async function offerCounts(): Promise<Readonly<Record<string, number>>> {
    const { data } = await graph<{
      search: { facets: { marketplaces: readonly { value: string; count: number }[] } };
    }>('{ search(first: 0) { facets { marketplaces { value count } } } }');
    return Object.fromEntries(data.search.facets.marketplaces.map(({ value, count }) => [value, count]));
  }

  async function hitsOf(id: Id): Promise<readonly Hit[]> {
    const { data, errors } = await graph<{ search: { nodes: readonly Hit[] } }>(
      `query ($id: ID!) { search(first: 100, sort: PRICE_ASC, filter: { marketplaces: [$id] }) {
        nodes { offerId offer { ${OFFER} } } } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    return data.search.nodes;
  }

  async function liveOffer(id: string): Promise<GraphqlAnswer<{ offer: LiveOffer | null }>> {
    return graph(`query ($id: ID!) { offer(id: $id) { ${OFFER} } }`, { id });
  }

  /** The same, once it came in time: a first read may be too late on a busy machine, and has no price then. */
  async function readLive(id: string): Promise<LiveOffer> {
    return awaited(async () => {
      const { offer } = (await liveOffer(id)).data;
      return offer?.price ? offer : null;
    });
  }

  /** The cheapest that can be had, or what a test picks. */
  async function goodOf(id: Id, pick: (offer: LiveOffer) => boolean = canBeHad): Promise<LiveOffer> {
    return awaited(async () =>
      (await hitsOf(id)).flatMap(({ offer }) => offer ?? []).find((offer) => offer.price && pick(offer)),
    );
  }
  const canBeHad = ({ stock }: LiveOffer): boolean => stock?.state !== 'OUT_OF_STOCK';

  /** Buys so many of one offer as an officer of the city of Malang, until it is known what became of it. */
  async function buy({ id, price }: LiveOffer, quantity: string): Promise<BoughtPart> {
    const token = await tokenFor(dataDir);
    const lines = [{ offerId: id, quantity, expectedPrice: { amount: String(price?.amount) } }];
    const input = purchaseInput(lines, { tolerancePercent: '25' });
    const key = `key-${(keys += 1)}`;
    return awaited(async () => {
      const { data, errors } = await graph<{ purchase: Bought | null }>(PURCHASE, { input, key }, token);
      if (!data.purchase) throw new Error(JSON.stringify(errors));
      return data.purchase.parts.find(({ state }) => state !== 'PLACING');
    });
  }

  /** One piece of whatever it has: goods sell out, and not every shop says which have. */
  async function buyOneOf(id: Id): Promise<BoughtPart> {
    const tried = new Set<string>();
    for (;;) {
      const good = await goodOf(id, (offer) => canBeHad(offer) && !tried.has(offer.id));
      const bought = await buy(good, '1');
      if (bought.refusal?.reason !== 'OUT_OF_STOCK') return bought;
      tried.add(good.id);
    }
  }

  async function ordersOf(id: Id): Promise<readonly ListedOrder[]> {
    const token = await tokenFor(dataDir);
    const query = `query ($ids: [ID!]) { orders(filter: { marketplaces: $ids }) {
      nodes { __typename id state marketplace { id } live { state freshness } } } }`;
    const { data } = await graph<{ orders: { nodes: readonly ListedOrder[] } }>(query, { ids: [id] }, token);
    return data.orders.nodes;
  }

  /** What a shop shows people of the orders that it took. */
  async function ordersAt(server: { readonly url: string }): Promise<readonly { reference: string }[]> {
    return (await (await fetch(`${server.url}/_sandbox/orders`)).json()) as { reference: string }[];
  }

  describe.each(IDS)('%s', (id) => {
    it('conforms, joins, and is found', async () => {
      const { file } = joining[id];
      const checked = await pasar(['check', file, '--allow-private-hosts', ...secretsOf(id)], id);
      expect(checked).toMatchObject({ code: 0, output: expect.stringContaining('Conforms.') });

      const registered = await pasar(['register', file, ...secretsOf(id)], id);
      expect(registered).toMatchObject({ code: 0, output: expect.stringContaining(`${id}: live`) });
      await until(async () => ((await offerCounts())[id] ?? 0) > 0, PATIENCE);

      // Those that are no secrets, such as a supplier's own name, may stand anywhere.
      const secrets = Object.values(joining[id].credentials).filter((each) => each.startsWith('sandbox-'));
      expect(secrets).toHaveLength(1);
      for (const secret of secrets)
        for (const output of [checked.output, registered.output, running[0]?.output() ?? ''])
          expect(output).not.toContain(secret);
    }, 180_000);
  });

  /** What the member of Toko Daring sells, as it is before anyone reads it. */
  function inWorld({ id, sku }: LiveOffer): { readonly title: string; readonly price: number } {
    const { jatimBejo } = createWorld({ scale: MEMBER_SCALE });
    const sellerCode = parseOfferId(id)?.sellerCode ?? assert.fail();
    const place = jatimBejo.find(sellerCode, sku) ?? assert.fail();
    return { title: jatimBejo.at(place).listing.title, price: jatimBejo.state(place, new Date()).price };
  }

  describe('what they sell is asked of themselves', () => {
    /** What each shop itself says that an article costs. */
    const priceAt: Readonly<Record<Id, (offer: LiveOffer) => Promise<string | undefined> | string | null>> = {
      'toko-contoh': ({ sku }) => {
        const { goods } = shops.easy;
        return String(goods.state(goods.find(sku) ?? assert.fail()).price);
      },
      'pasar-rumit': ({ sku }) =>
        String((shops.awkward.goods.item(Number(sku)) ?? assert.fail()).priceMinor / 100),
      'toko-katalog': priceInCatalogue,
      'toko-federasi': ({ id }) => shops.federated.goods.price(id),
      'toko-anggota': (offer) => String(inWorld(offer).price),
    };

    /** In the file that lies at the supplier's address, of which a line is an article. */
    async function priceInCatalogue({ sku }: LiveOffer): Promise<string | undefined> {
      const { identity, sharedSecret } = CXML_SHOP_CREDENTIALS;
      const authorization = `Basic ${Buffer.from(`${identity}:${sharedSecret}`).toString('base64')}`;
      const file = await fetch(`${shops.cxml.server.url}/cxml/catalog.cif`, { headers: { authorization } });
      const line = (await file.text()).split('\r\n').find((each) => each.includes(`,${sku},`));
      return /,(\d+\.\d+),[A-Z0-9]{2,3},/.exec(line ?? '')?.[1];
    }

    it.each([
      ['toko-contoh', 'PartnerOffer'],
      ['pasar-rumit', 'PartnerOffer'],
      ['toko-katalog', 'PartnerOffer'],
      ['toko-federasi', 'TokoFederasiOffer'],
      ['toko-anggota', 'PartnerOffer'],
    ] as const)(
      '%s: a %s costs what the shop asks for it',
      async (id, typename) => {
        const { id: offerId } = await goodOf(id);
        let live = await readLive(offerId);
        // Prices move, and one that was told a moment ago is told again for a minute.
        const isTheShops = async (): Promise<boolean> => {
          live = await readLive(offerId);
          return decimal(String(live.price?.amount)) === decimal((await priceAt[id](live)) ?? 'not sold');
        };
        await until(isTheShops, 2 * PATIENCE);
        expect(live.__typename).toBe(typename);
        expect(['LIVE', 'CACHED']).toContain(live.price?.freshness);
        // What only its own subgraph knows.
        if (id === 'toko-federasi') expect(live.origin).toMatch(/^Desa binaan /);
      },
      180_000,
    );
  });

  describe('are bought at', () => {
    it.each([
      ['toko-contoh', () => shops.easy.server, 'LIVE'],
      ['pasar-rumit', () => shops.awkward.server, 'LIVE'],
      // It can't be asked: it confirms by itself.
      ['toko-katalog', () => shops.cxml.server, 'STALE'],
    ] as const)(
      '%s: an order is placed, is there, and is listed as confirmed',
      async (id, server, freshness) => {
        const bought = await buyOneOf(id);
        expect(bought).toMatchObject({ ordering: 'DIRECT', state: 'PLACED', problems: [], refusal: null });
        const references = (await ordersAt(server())).map(({ reference }) => reference);
        expect(references.filter((each) => each === bought.reference)).toHaveLength(1);

        let listed: readonly ListedOrder[] = [];
        // What the ledger has, which is asked for by and by or told, and what the shop says now.
        await until(async () => {
          listed = await ordersOf(id);
          const [order] = listed;
          return (
            order?.state === 'CONFIRMED' &&
            order.live?.state === 'CONFIRMED' &&
            order.live.freshness === freshness
          );
        }, PATIENCE);
        expect(listed).toEqual([
          expect.objectContaining({
            __typename: 'PartnerOrder',
            id: `${id}:${bought.reference}`,
            marketplace: { id },
          }),
        ]);
      },
      120_000,
    );

    it('pasar-rumit: an order that is refused half-way leaves nothing there', async () => {
      const { goods, open, orders, server } = shops.awkward;
      // Said to be available, and not how many of it: only the shop can refuse more than it has.
      const few = await goodOf('pasar-rumit', ({ sku }) => goods.item(Number(sku))?.held === 3);
      const before = {
        placed: orders.all().length,
        carts: open.carts.size,
        reservations: open.reservations.size,
      };
      const asked = server.requests.length;
      const { state, refusal, orders: recorded, reference } = await buy(few, '4');
      expect({ state, reason: refusal?.reason, recorded }).toEqual({
        state: 'REFUSED',
        reason: 'OUT_OF_STOCK',
        recorded: [],
      });
      const paths = server.requests.slice(asked).map(({ path }) => path);
      expect(paths.filter((path) => path.endsWith('/reserve'))).toHaveLength(1);
      expect({
        placed: orders.all().length,
        carts: open.carts.size,
        reservations: open.reservations.size,
      }).toEqual(before);
      expect(orders.byReference(reference)).toBeNull();
      expect((await ordersOf('pasar-rumit')).map(({ id }) => id)).not.toContain(`pasar-rumit:${reference}`);
    }, 120_000);

    it("toko-federasi: buyers are sent to the offer's own page", async () => {
      const good = await goodOf('toko-federasi');
      const { ordering, state, pages } = await buy(good, '1');
      expect({ ordering, state }).toEqual({ ordering: 'HANDOFF', state: 'HANDED_OFF' });
      expect(good.url).toMatch(/^https:\/\/toko-federasi\.example\/barang\//);
      expect(pages).toEqual([{ url: good.url, offer: { id: good.id } }]);
    }, 120_000);

    it('toko-anggota: buyers are signed on to its shop, which knows who they are and what they want', async () => {
      const good = await goodOf('toko-anggota');
      const { ordering, state, pages } = await buy(good, '1');
      expect({ ordering, state }).toEqual({ ordering: 'HANDOFF', state: 'HANDED_OFF' });
      const [page] = pages;
      expect(page?.url).toContain(sandbox.servers.jatimBejo.url);
      const shown = await fetch(page?.url ?? '');
      expect(await shown.text()).toContain(escapeHtml(inWorld(good).title));
    }, 120_000);
  });

  describe.each(['toko-contoh', 'toko-federasi'] as const)('%s', (id) => {
    it('is gone at once when it is suspended, its orders are not, and it comes back', async () => {
      const good = await goodOf(id);
      const ordersBefore = (await ordersOf(id)).map((order) => order.id);
      const suspended = await pasar(['suspend', id, '--reason', 'Stok opname'], id);
      expect(suspended).toMatchObject({ code: 0, output: expect.stringContaining(`${id}: SUSPENDED`) });
      expect(await offerCounts()).not.toHaveProperty(id);
      expect((await liveOffer(good.id)).data.offer).toBeNull();
      expect((await ordersOf(id)).map((order) => order.id)).toEqual(ordersBefore);
      expect(ordersBefore).toHaveLength(id === 'toko-contoh' ? 1 : 0);

      const resumed = await pasar(['resume', id], id);
      expect(resumed).toMatchObject({ code: 0, output: expect.stringContaining(`${id}: LIVE`) });
      await until(async () => ((await offerCounts())[id] ?? 0) > 0, PATIENCE);
      expect(await readLive(good.id)).toMatchObject({ id: good.id, __typename: good.__typename });
    }, 120_000);
  });
});
