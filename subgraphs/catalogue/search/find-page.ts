import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { Database } from '../../database/connect';
import type { OfferObservationTable, OfferTable } from '../../database/tables';
import { allOf, conditionsOf, where } from './conditions';
import type { OfferQuery } from './offer-query';
import { after, keyTexts, orderBy, sortKeys } from './sorting';
import type { TextTerms } from './text-match';

/** A row of the index with the time it was last seen. */
export type IndexedOffer = Omit<Selectable<OfferTable>, 'search'> &
  Pick<OfferObservationTable, 'observed_at'>;

export interface FoundPage {
  readonly rows: readonly IndexedOffer[];
  readonly hasNext: boolean;
  /** Sort keys of the last row. */
  readonly endKeys: readonly string[] | null;
}

export interface PageRequest {
  readonly query: OfferQuery;
  readonly terms: TextTerms | null;
  readonly first: number;
  readonly afterKeys: readonly string[] | null;
}

/** Everything of an offer but the search vector, which no one reads. */
const COLUMNS = [
  'id',
  'marketplace',
  'feed',
  'title',
  'sku',
  'seller_id',
  'seller_name',
  'seller_location',
  'region',
  'small_business',
  'price',
  'currency',
  'tax',
  'unit',
  'stock_state',
  'stock_precision',
  'stock_quantity',
  'category',
  'domestic_product',
  'tkdn',
  'url',
  'image_url',
  'description',
  'price_updated_at',
  'stock_updated_at',
  'updated_at',
] as const satisfies readonly (keyof OfferTable)[];

export function offerColumns(): RawBuilder<unknown> {
  return sql.join(COLUMNS.map((column) => sql.ref(`offer.${column}`)));
}

export async function findPage(
  db: Database,
  { query, terms, first, afterKeys }: PageRequest,
): Promise<FoundPage> {
  if (first === 0) return { rows: [], hasNext: false, endKeys: null };
  const keys = sortKeys(query, terms);
  const matches = where(conditionsOf(query, terms));
  const condition = afterKeys === null ? matches : allOf([matches, after(keys, afterKeys)]);
  // Ids first: a wide row is fetched only for hits that are on the page.
  const { rows } = await sql<IndexedOffer & { keys: string[] }>`
    with page as (
      select offer.id, ${keyTexts(keys)} as keys
      from offer where ${condition} order by ${orderBy(keys)} limit ${first + 1}
    )
    select ${offerColumns()}, seen.observed_at, page.keys
    from page join offer on offer.id = page.id join offer_observation seen on seen.offer_id = page.id
    order by ${orderBy(keys)}`.execute(db);
  const shown = rows.slice(0, first);
  return { rows: shown, hasNext: rows.length > first, endKeys: shown.at(-1)?.keys ?? null };
}
