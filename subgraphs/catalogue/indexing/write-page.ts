import { sql, type Transaction } from 'kysely';
import type { FeedName, FeedPage } from '../../../adapters/core/contract';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Tables } from '../../database/tables';
import { offerRow } from './offer-row';

export interface PageToWrite {
  readonly marketplace: MarketplaceId;
  readonly feed: FeedName;
  readonly run: number;
  readonly page: FeedPage;
  readonly now: Date;
}

/** Words that the dictionary takes of one partner: as many as a large shop has. A page may go beyond it. */
const MOST_WORDS = 5_000;

/** Writes one page of a feed into the index; gives the number of offers that are new or changed. */
export async function writePage(db: Transaction<Tables>, write: PageToWrite): Promise<number> {
  const { marketplace, page, feed, run } = write;
  if (page.rejected.length > 0) await writeRejected(db, write);
  if (page.offers.length === 0) return 0;
  const rows = JSON.stringify(page.offers.map((offer) => offerRow(offer, feed)));
  const {
    rows: [result],
  } = await sql<{ changed: number }>`
    with incoming as (
      select * from jsonb_to_recordset(${rows}::jsonb) as r(${RECORD})
    ), changed as (
      insert into offer (${COLUMNS}) select ${COLUMNS} from incoming
      on conflict (id) do update set ${ASSIGNMENTS}
      where offer.fingerprint <> excluded.fingerprint
      returning title_words
    ), origin as (
      select case when is_partner then id end as partner from marketplace where id = ${marketplace}
    ), words as (
      insert into title_word (word, partner)
      -- In one order everywhere: two feeds that write the same new words must not wait for each other in turn.
      select distinct word.lexeme, (select partner from origin)
      from changed, unnest(to_tsvector('simple', changed.title_words)) as word
      where length(word.lexeme) between 3 and 40 and word.lexeme !~ '[0-9]'
        -- Invented titles fill no dictionary that all share.
        and (select count(*) from title_word known where known.partner = (select partner from origin)) < ${MOST_WORDS}
      order by 1
      on conflict (word) do update set partner = null
      where title_word.partner is not null and title_word.partner is distinct from excluded.partner
    )
    select count(*)::int as changed from changed`.execute(db);
  const observed = JSON.stringify(page.offers.map(({ id, observedAt }) => ({ id, observed_at: observedAt })));
  await sql`
    insert into offer_observation (offer_id, run, position, observed_at)
    select id, ${run}::int, ${page.position}::text, observed_at
    from jsonb_to_recordset(${observed}::jsonb) as r(id text, observed_at timestamptz)
    on conflict (offer_id) do update
    set run = excluded.run, position = excluded.position, observed_at = excluded.observed_at`.execute(db);
  return result?.changed ?? 0;
}

async function writeRejected(
  db: Transaction<Tables>,
  { marketplace, feed, run, page, now }: PageToWrite,
): Promise<void> {
  const byId = new Map(page.rejected.map((record) => [record.recordId, record]));
  await db
    .insertInto('rejected_record')
    .values(
      [...byId.values()].map(({ recordId, reason }) => ({
        marketplace,
        feed,
        record_id: recordId,
        reason,
        run,
        seen_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['marketplace', 'feed', 'record_id']).doUpdateSet(({ ref }) => ({
        reason: ref('excluded.reason'),
        run: ref('excluded.run'),
        seen_at: ref('excluded.seen_at'),
      })),
    )
    .execute();
}

/** Columns that a feed fills, with the types of their JSON form. */
const TYPES: Readonly<Record<string, string>> = {
  id: 'text',
  marketplace: 'text',
  feed: 'text',
  title: 'text',
  title_words: 'text',
  sku: 'text',
  seller_id: 'text',
  seller_name: 'text',
  seller_words: 'text',
  seller_location: 'text',
  region: 'text',
  small_business: 'boolean',
  price: 'numeric',
  currency: 'text',
  tax: 'text',
  unit: 'text',
  stock_state: 'text',
  stock_precision: 'text',
  stock_quantity: 'numeric',
  category: 'text',
  domestic_product: 'boolean',
  tkdn: 'numeric',
  url: 'text',
  image_url: 'text',
  description: 'text',
  price_updated_at: 'timestamptz',
  stock_updated_at: 'timestamptz',
  updated_at: 'timestamptz',
  fingerprint: 'text',
  shuffle: 'bigint',
};
const names = Object.keys(TYPES);
const COLUMNS = sql.raw(names.join(', '));
const RECORD = sql.raw(names.map((name) => `${name} ${TYPES[name]}`).join(', '));
const ASSIGNMENTS = sql.raw(
  names
    .filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', '),
);
