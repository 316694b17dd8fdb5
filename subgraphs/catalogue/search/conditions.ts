import { sql, type RawBuilder } from 'kysely';
import type { OfferQuery } from './offer-query';
import { tsquery, type TextTerms } from './text-match';

export type Condition = RawBuilder<unknown>;

/** What can be counted and chosen from: one per facet. */
export const DIMENSIONS = [
  'marketplace',
  'category',
  'region',
  'price_band',
  'small_business',
  'domestic_product',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A query's conditions on `offer`: that of the text, those that belong to a facet, and the rest. */
export interface Conditions {
  readonly text: Condition | null;
  readonly common: readonly Condition[];
  readonly byDimension: Readonly<Partial<Record<Dimension, Condition>>>;
}

export function conditionsOf(query: OfferQuery, terms: TextTerms | null): Conditions {
  const sku = query.text.toLowerCase();
  const text =
    terms === null
      ? null
      : anyOf([
          sql`lower(offer.sku) = ${sku}`,
          ...(terms.length > 0 ? [sql`offer.search @@ ${tsquery(terms)}`] : []),
        ]);
  const common: Condition[] = [];
  if (query.sellers.length > 0) common.push(oneOf('seller_id', query.sellers));
  if (query.tkdnMin !== null) common.push(sql`offer.tkdn >= ${query.tkdnMin}::numeric`);
  if (query.inStock !== null) {
    common.push(query.inStock ? sql`offer.stock_state = 'IN_STOCK'` : sql`offer.stock_state <> 'IN_STOCK'`);
  }

  const byDimension: Partial<Record<Dimension, Condition>> = {};
  if (query.marketplaces.length > 0) byDimension.marketplace = oneOf('marketplace', query.marketplaces);
  if (query.categories.length > 0) byDimension.category = oneOf('category', query.categories);
  if (query.regions.length > 0) byDimension.region = oneOf('region', query.regions);
  if (query.smallBusiness !== null)
    byDimension.small_business = sql`offer.small_business = ${query.smallBusiness}`;
  if (query.domesticProduct !== null)
    byDimension.domestic_product = sql`offer.domestic_product = ${query.domesticProduct}`;
  const price = [
    ...(query.priceMin === null ? [] : [sql`offer.price >= ${query.priceMin}::numeric`]),
    ...(query.priceMax === null ? [] : [sql`offer.price <= ${query.priceMax}::numeric`]),
  ];
  if (price.length > 0) byDimension.price_band = allOf(price);
  return { text, common, byDimension };
}

/** Every condition, without those of the dimensions named. */
export function where(
  { text, common, byDimension }: Conditions,
  without: readonly Dimension[] = [],
): Condition {
  const kept = DIMENSIONS.filter((dimension) => !without.includes(dimension)).flatMap(
    (dimension) => byDimension[dimension] ?? [],
  );
  return allOf([...(text === null ? [] : [text]), ...common, ...kept]);
}

export function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

function anyOf(conditions: readonly Condition[]): Condition {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

function oneOf(column: string, values: readonly string[]): Condition {
  return sql`${sql.ref(`offer.${column}`)} in (${sql.join(values)})`;
}
