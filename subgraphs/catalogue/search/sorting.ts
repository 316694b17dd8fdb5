import { sql, type RawBuilder } from 'kysely';
import type { Condition } from './conditions';
import type { OfferQuery } from './offer-query';
import { tsquery, type TextTerms } from './text-match';

/** One thing to sort by: an expression over `offer`, the type to read it back as, and the direction. */
export interface SortKey {
  readonly expression: RawBuilder<unknown>;
  readonly type: 'bigint' | 'numeric' | 'timestamptz' | 'text';
  readonly direction: 'asc' | 'desc';
}

/** An article number that equals the text beats any match of words. */
const SKU_BONUS = 1_000_000_000;
/** ts_rank is a float in [0, 1]: as an integer it is the same on the way into a cursor and back. */
const RANK_SCALE = 1_000_000;

const SHUFFLE: SortKey = { expression: sql`offer.shuffle`, type: 'bigint', direction: 'asc' };
const ID: SortKey = { expression: sql`offer.id`, type: 'text', direction: 'asc' };

/** Keys that order all offers without ties. */
export function sortKeys(query: OfferQuery, terms: TextTerms | null): readonly SortKey[] {
  return [...primaryKey(query, terms), SHUFFLE, ID];
}

function primaryKey(query: OfferQuery, terms: TextTerms | null): readonly SortKey[] {
  switch (query.sort) {
    case 'RELEVANCE': {
      if (terms === null || terms.length === 0) return [];
      // Normalisation 1 divides by the length of the title: the plain good before its accessories.
      const rank = sql`(ts_rank(offer.search, ${tsquery(terms)}, 1) * ${sql.lit(RANK_SCALE)})::bigint`;
      const bonus = sql`case when lower(offer.sku) = ${query.text.toLowerCase()} then ${sql.lit(SKU_BONUS)} else 0 end`;
      return [{ expression: sql`(${rank} + ${bonus})`, type: 'bigint', direction: 'desc' }];
    }
    case 'PRICE_ASC':
      return [{ expression: sql`offer.price`, type: 'numeric', direction: 'asc' }];
    case 'PRICE_DESC':
      return [{ expression: sql`offer.price`, type: 'numeric', direction: 'desc' }];
    case 'TKDN_DESC':
      return [{ expression: sql`coalesce(offer.tkdn, -1)`, type: 'numeric', direction: 'desc' }];
    case 'NEWEST':
      return [{ expression: sql`offer.first_seen_at`, type: 'timestamptz', direction: 'desc' }];
  }
}

export function orderBy(keys: readonly SortKey[]): RawBuilder<unknown> {
  return sql.join(keys.map(({ expression, direction }) => sql`${expression} ${sql.raw(direction)}`));
}

/** The keys of a row as text, which loses nothing of a number or of an instant's microseconds. */
export function keyTexts(keys: readonly SortKey[]): RawBuilder<string[]> {
  return sql<string[]>`array[${sql.join(keys.map(({ expression }) => sql`(${expression})::text`))}]`;
}

/** Rows that come after the one with these keys, however many rows came or went in between. */
export function after(keys: readonly SortKey[], values: readonly string[]): Condition {
  const [key, ...restKeys] = keys;
  const [value, ...restValues] = values;
  if (!key || value === undefined) return sql`false`;
  const typed = sql`${value}::${sql.raw(key.type)}`;
  const beyond = sql`${key.expression} ${sql.raw(key.direction === 'asc' ? '>' : '<')} ${typed}`;
  return restKeys.length === 0
    ? beyond
    : sql`(${beyond} or (${key.expression} = ${typed} and ${after(restKeys, restValues)}))`;
}
