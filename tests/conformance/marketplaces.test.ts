import { noFeedMemory } from '../../adapters/core/contract';
import { decimal, type Decimal } from '../../adapters/core/decimal';
import { offerId, orderId, type MarketplaceId, type OfferId, type OrderId } from '../../adapters/core/ids';
import type { HandOffOrdering, OrderingMode } from '../../adapters/core/order/ordering-port';
import { createEkatalogLokal, EKATALOG_LOKAL } from '../../adapters/ekatalog-lokal/marketplace';
import { createJatimBejo, JATIM_BEJO } from '../../adapters/jatim-bejo/marketplace';
import { createMbiz, MBIZ, type MbizOrderingAccess } from '../../adapters/mbiz/marketplace';
import { startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { INAPROC_PATH, inaprocHandler } from '../../adapters/sandbox/servers/inaproc';
import { startSandbox, type Sandbox } from '../../adapters/sandbox/start';
import { createOrderWorld } from '../../adapters/sandbox/world/orders';
import { fraction } from '../../adapters/sandbox/world/random';
import { createWorld, type WorldCatalogue } from '../../adapters/sandbox/world/world';
import { cifSubject } from './cif-subject';
import { federatedSubject } from './federated-subject';
import { ekatalogHandOff, jatimBejoHandOff } from './hand-off-subjects';
import type { OrderRule, OrderSubject } from './order-rule';
import { awkwardGraphqlSubject, awkwardShopSubject, easyShopSubject } from './partner-subjects';
import { offer } from '../support/offers';
import { purchaseOrder, reference } from '../support/purchase-orders';
import type { OrderingSubject, Rule, Subject } from './rule';
import { FAILING } from './rules/failing';
import { HAND_OFF } from './rules/hand-off';
import { LIFECYCLE } from './rules/lifecycle';
import { ORDERING } from './rules/ordering';
import { ORDER_FAILING } from './rules/order-failing';
import { ORDER_READING } from './rules/order-reading';
import { PAGING } from './rules/paging';
import { READING } from './rules/reading';

const RULES: readonly Rule[] = [...READING, ...PAGING, ...FAILING, ...LIFECYCLE, ...ORDERING, ...HAND_OFF];
const ORDER_RULES: readonly OrderRule[] = [...ORDER_READING, ...ORDER_FAILING];
const PAGE_SIZE = 10;
/** Time stands still, so that prices are the same however often they are read. */
const NOW = new Date();
const now = () => NOW;
const world = createWorld({ scale: 0.002 });

type Own = Omit<Subject, 'close' | 'pageSize' | 'unknownId'>;

interface Entry {
  readonly name: string;
  /** How it takes orders; rules of other ways are not for it. */
  readonly mode?: OrderingMode;
  readonly entry?: HandOffOrdering['entry'];
  /** All of them, where it doesn't say. */
  readonly rules?: readonly Rule[];
  readonly start: () => Promise<Subject>;
}

const PARTNER = { pageSize: PAGE_SIZE, now };

const MARKETPLACES: readonly Entry[] = [
  {
    name: 'Jatim Bejo',
    mode: 'HANDOFF',
    entry: 'ONE_TIME_TOKEN',
    start: inSandbox(JATIM_BEJO, (sandbox) => {
      const { access, servers } = sandbox;
      const { jatimBejo } = access;
      const marketplace = createJatimBejo(jatimBejo, noFeedMemory, { pageSize: PAGE_SIZE });
      return {
        marketplace,
        stranger: createJatimBejo({ ...jatimBejo, clientSecret: 'wrong' }, noFeedMemory),
        server: servers.jatimBejo,
        secrets: [jatimBejo.clientSecret],
        truth: prices(JATIM_BEJO, world.jatimBejo),
        handOff: jatimBejoHandOff(world, sandbox, marketplace),
      };
    }),
  },
  { name: 'Mbiz', mode: 'DIRECT', start: inSandbox(MBIZ, mbizBy('DIRECT')) },
  {
    name: 'Mbiz (PunchOut)',
    mode: 'PUNCHOUT',
    rules: ORDERING,
    start: inSandbox(MBIZ, mbizBy('PUNCHOUT')),
  },
  {
    name: 'e-Katalog Lokal',
    mode: 'HANDOFF',
    entry: 'PAGE',
    start: inSandbox(EKATALOG_LOKAL, ({ access: { ekatalogLokal }, servers }) => ({
      marketplace: createEkatalogLokal(ekatalogLokal, { pageSize: PAGE_SIZE }),
      stranger: createEkatalogLokal({ ...ekatalogLokal, secret: 'wrong' }),
      server: servers.ekatalog,
      secrets: [ekatalogLokal.secret, ekatalogLokal.inaproc?.token ?? ''],
      truth: new Map(world.feeds.flatMap(({ catalogue }) => [...prices(EKATALOG_LOKAL, catalogue, 0.08)])),
      handOff: ekatalogHandOff(),
    })),
  },
  { name: 'A plain REST shop', mode: 'DIRECT', start: () => easyShopSubject(PARTNER) },
  { name: 'An awkward REST shop', mode: 'DIRECT', start: () => awkwardShopSubject(PARTNER) },
  { name: 'A GraphQL shop', start: () => awkwardGraphqlSubject(PARTNER) },
  { name: 'A cXML supplier with a CIF catalogue', mode: 'DIRECT', start: () => cifSubject(PARTNER) },
  {
    name: 'A federated subgraph',
    mode: 'HANDOFF',
    entry: 'PAGE',
    start: () => federatedSubject(PARTNER),
  },
];

/** One of the marketplaces that the sandbox holds. */
function inSandbox(id: MarketplaceId, own: (sandbox: Sandbox) => Own): Entry['start'] {
  return async () => {
    const sandbox = await startSandbox({ scale: 0.002, now });
    const mine = own(sandbox);
    const close = async () => {
      await Promise.all([mine.marketplace.close(), mine.stranger.close(), sandbox.close()]);
    };
    return { ...mine, unknownId: offerId(id, 'M99999', 'NONE-000001'), pageSize: PAGE_SIZE, close };
  };
}

function mbizBy(mode: MbizOrderingAccess['mode']): (sandbox: Sandbox) => Own {
  return ({ access: { mbiz }, servers, orders }) => {
    const cxml = mbiz.ordering?.cxml;
    if (cxml === undefined) throw new Error("the sandbox's Mbiz takes orders");
    const access = { ...mbiz, ordering: { cxml, mode } };
    const wrong = { cxml: { ...cxml, sharedSecret: 'wrong' }, mode };
    return {
      marketplace: createMbiz(access, noFeedMemory, { pageSize: PAGE_SIZE }),
      stranger: createMbiz({ ...mbiz, clientSecret: 'wrong', ordering: wrong }, noFeedMemory),
      server: servers.mbiz,
      secrets: [mbiz.clientSecret, cxml.sharedSecret],
      truth: prices(MBIZ, world.mbiz),
      ordering: {
        ...ordersFor(MBIZ, world.mbiz),
        placed: () => orders.mbiz.all().map((order) => order.reference),
      },
    };
  };
}

/** An order for the first thing that is in stock, and one for a thing that nobody sells. */
function ordersFor(
  marketplace: MarketplaceId,
  catalogue: WorldCatalogue,
): Pick<OrderingSubject, 'order' | 'refused'> {
  const places = Array.from({ length: catalogue.size }, (_, i) => i);
  const place = places.find((i) => catalogue.state(i, NOW).quantity > 0) ?? 0;
  const { seller, listing } = catalogue.at(place);
  const sold = offer({
    marketplace,
    seller: seller.code,
    sku: listing.sku,
    title: listing.title,
    price: String(catalogue.state(place, NOW).price),
  });
  const unknown = offer({ marketplace, seller: seller.code, sku: 'NONE-000001', title: 'Tidak dijual' });
  return {
    order: (number) => purchaseOrder([sold], { reference: reference(number) }),
    refused: (number) => purchaseOrder([unknown], { reference: reference(number) }),
  };
}

/** What the world holds, worked out beside the servers. `withCents`: the share of prices that end in fractions. */
function prices(marketplace: MarketplaceId, catalogue: WorldCatalogue, withCents = 0): Map<OfferId, Decimal> {
  return new Map(
    Array.from({ length: catalogue.size }, (_, i) => {
      const { seller, listing } = catalogue.at(i);
      const cents = fraction(listing.chance, 70) < withCents ? '.55' : '';
      return [
        offerId(marketplace, seller.code, listing.sku),
        decimal(`${catalogue.state(i, NOW).price}${cents}`),
      ];
    }),
  );
}

describe.each(MARKETPLACES)('$name conforms:', ({ mode = 'NONE', entry, rules = RULES, start }) => {
  let subject: Subject;

  beforeEach(async () => {
    subject = await start();
  });
  afterEach(() => subject.close());

  const itsRules = rules.filter(
    (rule) => (rule.modes?.includes(mode) ?? true) && (rule.entry ?? entry) === entry,
  );
  it.each(itsRules)('$id $level: $title', ({ run }) => run(subject));
});

describe('e-Katalog Lokal conforms as a teller of orders:', () => {
  let subject: OrderSubject;
  beforeEach(async () => {
    subject = await orderSubject();
  });
  afterEach(() => subject.close());

  it.each(ORDER_RULES)('$id $level: $title', ({ run }) => run(subject));
});

/** e-Katalog Lokal, with what its world holds of orders worked out beside the servers. */
async function orderSubject(): Promise<OrderSubject> {
  const sandbox = await startSandbox({ scale: 0.002, now });
  const { ekatalogLokal: access } = sandbox.access;
  const { inaproc } = access;
  if (inaproc === null) throw new Error('the sandbox has a gateway');
  const ordered = createOrderWorld({
    scale: 0.002,
    now,
    sellers: world.feeds.map(({ seller }) => seller.code),
  });
  const rows = { sellers: new Map(), ...ordered };
  const strict = await startFakeServer(
    inaprocHandler(rows, { token: inaproc.token, requestsPerMinute: 3, now }),
  );
  const marketplaces: ReturnType<typeof createEkatalogLokal>[] = [];
  const create = (change: Partial<typeof inaproc> = {}, orderPageSize = PAGE_SIZE) => {
    const created = createEkatalogLokal({ ...access, inaproc: { ...inaproc, ...change } }, { orderPageSize });
    marketplaces.push(created);
    return created;
  };
  const statuses = ordered.institutions.flatMap((klpd) =>
    ordered.years.flatMap((year) => [...ordered.packages(klpd, year), ...ordered.orders(klpd, year)]),
  ) as { kd_paket?: number; status_paket?: string; order_id?: string; status?: string }[];
  return {
    marketplace: create(),
    resized: (pageSize) => create({}, pageSize),
    stranger: create({ token: 'wrong' }),
    throttled: create({ url: `${strict.url}${INAPROC_PATH}` }),
    server: sandbox.servers.inaproc,
    truth: new Map(
      statuses.map((row) => [
        orderId(EKATALOG_LOKAL, String(row.kd_paket ?? row.order_id)) ?? ('' as OrderId),
        row.status_paket ?? row.status ?? '',
      ]),
    ),
    unknownStatus: 'MENUNGGU_VERIFIKASI_BARU',
    secrets: [inaproc.token],
    close: async () => {
      await Promise.all([...marketplaces.map((each) => each.close()), strict.close(), sandbox.close()]);
    },
  };
}

it('the ids of rules never change their meaning', () => {
  expect(
    [...RULES, ...ORDER_RULES].map(({ id, level, title }) => `${id} ${level} ${title}`),
  ).toMatchSnapshot();
});
