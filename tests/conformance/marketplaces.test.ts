import { noFeedMemory } from '../../adapters/core/contract';
import { decimal, type Decimal } from '../../adapters/core/decimal';
import { offerId, type MarketplaceId, type OfferId } from '../../adapters/core/ids';
import { createEkatalogLokal, EKATALOG_LOKAL } from '../../adapters/ekatalog-lokal/marketplace';
import { createJatimBejo, JATIM_BEJO } from '../../adapters/jatim-bejo/marketplace';
import { createMbiz, MBIZ } from '../../adapters/mbiz/marketplace';
import { startSandbox, type Sandbox } from '../../adapters/sandbox/start';
import { fraction } from '../../adapters/sandbox/world/random';
import { createWorld, type WorldCatalogue } from '../../adapters/sandbox/world/world';
import type { Rule, Subject } from './rule';
import { FAILING } from './rules/failing';
import { LIFECYCLE } from './rules/lifecycle';
import { PAGING } from './rules/paging';
import { READING } from './rules/reading';

const RULES: readonly Rule[] = [...READING, ...PAGING, ...FAILING, ...LIFECYCLE];
const PAGE_SIZE = 10;
/** Time stands still, so that prices are the same however often they are read. */
const NOW = new Date();
const now = () => NOW;
const world = createWorld({ scale: 0.002 });

type Own = Omit<Subject, 'close' | 'pageSize' | 'unknownId'>;

const MARKETPLACES: readonly { name: string; id: MarketplaceId; own: (sandbox: Sandbox) => Own }[] = [
  {
    name: 'Jatim Bejo',
    id: JATIM_BEJO,
    own: ({ access: { jatimBejo }, servers }) => ({
      marketplace: createJatimBejo(jatimBejo, noFeedMemory, { pageSize: PAGE_SIZE }),
      stranger: createJatimBejo({ ...jatimBejo, clientSecret: 'wrong' }, noFeedMemory),
      server: servers.jatimBejo,
      secrets: [jatimBejo.clientSecret],
      truth: prices(JATIM_BEJO, world.jatimBejo),
    }),
  },
  {
    name: 'Mbiz',
    id: MBIZ,
    own: ({ access: { mbiz }, servers }) => ({
      marketplace: createMbiz(mbiz, noFeedMemory, { pageSize: PAGE_SIZE }),
      stranger: createMbiz({ ...mbiz, clientSecret: 'wrong' }, noFeedMemory),
      server: servers.mbiz,
      secrets: [mbiz.clientSecret],
      truth: prices(MBIZ, world.mbiz),
    }),
  },
  {
    name: 'e-Katalog Lokal',
    id: EKATALOG_LOKAL,
    own: ({ access: { ekatalogLokal }, servers }) => ({
      marketplace: createEkatalogLokal(ekatalogLokal, { pageSize: PAGE_SIZE }),
      stranger: createEkatalogLokal({ ...ekatalogLokal, secret: 'wrong' }),
      server: servers.ekatalog,
      secrets: [ekatalogLokal.secret, ekatalogLokal.inaproc?.token ?? ''],
      truth: new Map(world.feeds.flatMap(({ catalogue }) => [...prices(EKATALOG_LOKAL, catalogue, 0.08)])),
    }),
  },
];

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

describe.each(MARKETPLACES)('$name conforms:', ({ id, own }) => {
  let sandbox: Sandbox;
  let subject: Subject;

  beforeEach(async () => {
    sandbox = await startSandbox({ scale: 0.002, now });
    const mine = own(sandbox);
    const close = async () => {
      await Promise.all([mine.marketplace.close(), mine.stranger.close(), sandbox.close()]);
    };
    subject = { ...mine, unknownId: offerId(id, 'M99999', 'NONE-000001'), pageSize: PAGE_SIZE, close };
  });
  afterEach(() => subject.close());

  it.each(RULES)('$id $level: $title', ({ run }) => run(subject));
});

it('the ids of rules never change their meaning', () => {
  expect(RULES.map(({ id, level, title }) => `${id} ${level} ${title}`)).toMatchSnapshot();
});
