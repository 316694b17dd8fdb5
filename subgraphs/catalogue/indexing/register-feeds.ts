import type { Transaction } from 'kysely';
import type { Marketplace } from '../../../adapters/core/contract';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';

/** What the index knows of a marketplace beside what the marketplace declares. */
export interface MarketplaceOrigin {
  readonly isPartner: boolean;
  /** Of a partner that brings a subgraph: the type of its offers. */
  readonly offerType: string | null;
}

const OWN: MarketplaceOrigin = { isPartner: false, offerType: null };

/** Makes the configured marketplaces and feeds known to the index, and forgets those that are gone from it. */
export async function registerFeeds(db: Database, marketplaces: readonly Marketplace[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const marketplace of marketplaces) await registerFeedsOf(transaction, marketplace);
  });
}

/** The same for one marketplace, within a transaction that does more. */
export async function registerFeedsOf(
  transaction: Transaction<Tables>,
  marketplace: Marketplace,
  { isPartner, offerType }: MarketplaceOrigin = OWN,
): Promise<void> {
  const { id, name, protocol, feeds, can } = marketplace;
  const said = {
    name,
    protocol,
    ordering: can.ordering,
    cancelling: can.cancelling,
    order_tracking: can.orders,
    is_partner: isPartner,
    offer_type: offerType,
  };
  await transaction
    .insertInto('marketplace')
    .values({ id, ...said })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
  const sources = new Map(feeds.map((feed) => [feed, marketplace.source(feed)]));
  const known = await transaction
    .selectFrom('feed_sync')
    .select(['feed', 'source'])
    .where('marketplace', '=', id)
    .execute();
  // The configuration decides what is sold where: a seller taken out of it is no fault of its feed,
  // and what the sandbox invented must not stand beside the goods of a real marketplace.
  const gone = known.filter(({ feed, source }) => sources.get(feed) !== source).map(({ feed }) => feed);
  for (const table of ['feed_sync', 'offer', 'rejected_record'] as const) {
    if (gone.length === 0) break;
    await transaction.deleteFrom(table).where('marketplace', '=', id).where('feed', 'in', gone).execute();
  }
  await transaction
    .insertInto('feed_sync')
    .values(
      [...sources].map(([feed, source]) => ({
        marketplace: id,
        feed,
        source,
        run: 0,
        seen: 0,
        failures: 0,
        due_at: new Date(0),
      })),
    )
    .onConflict((conflict) => conflict.columns(['marketplace', 'feed']).doNothing())
    .execute();
}
