import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../database/connect';
import { conditionsOf, DIMENSIONS, where, type Conditions, type Dimension } from './conditions';
import type { OfferQuery } from './offer-query';
import type { TextTerms } from './text-match';

/** How many hits each value of each dimension would give, and how many there are in all. */
export interface Counts {
  readonly total: number;
  readonly values: Readonly<
    Record<Dimension, readonly { readonly value: string | null; readonly count: number }[]>
  >;
}

/** Columns that conditions and facets look at; in a query with a text they stand in for the whole row. */
const COUNTED = sql.join(
  [...DIMENSIONS, 'price', 'tkdn', 'stock_state', 'seller_id'].map((column) => sql.ref(`offer.${column}`)),
);

interface CountRow {
  readonly dimension: Dimension | 'total';
  readonly value: string | null;
  readonly count: number;
}

export async function countTotal(db: Database, query: OfferQuery, terms: TextTerms | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from offer where ${where(conditionsOf(query, terms))}`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * A facet counts without its own filter. So dimensions that aren't filtered by share one pass over the
 * hits, and each one that is gets a pass of its own with its filter left out. With a text the matching
 * rows are fetched once for all passes; without one, each pass reads an index and no row at all.
 */
export async function countFacets(db: Database, query: OfferQuery, terms: TextTerms | null): Promise<Counts> {
  const conditions = conditionsOf(query, terms);
  const filtered = DIMENSIONS.filter((dimension) => conditions.byDimension[dimension] !== undefined);
  const open = DIMENSIONS.filter((dimension) => !filtered.includes(dimension));
  const withoutText = { ...conditions, text: null };
  const passes = sql.join(
    [sharedPass(open, withoutText), ...filtered.map((dimension) => ownPass(dimension, withoutText))],
    sql` union all `,
  );
  const { rows } = await (
    conditions.text === null
      ? sql<CountRow>`${passes}`
      : sql<CountRow>`with offer as materialized (select ${COUNTED} from offer where ${conditions.text}) ${passes}`
  ).execute(db);
  const values: Record<Dimension, { value: string | null; count: number }[]> = {
    marketplace: [],
    category: [],
    region: [],
    price_band: [],
    small_business: [],
    domestic_product: [],
  };
  let total = 0;
  for (const { dimension, value, count } of rows) {
    if (dimension === 'total') total = count;
    else values[dimension].push({ value, count });
  }
  for (const dimension of DIMENSIONS)
    values[dimension].sort((a, b) => b.count - a.count || compare(a.value, b.value));
  return { total, values };
}

function sharedPass(open: readonly Dimension[], conditions: Conditions): RawBuilder<unknown> {
  const column = (dimension: Dimension): RawBuilder<unknown> => sql.ref(`offer.${dimension}`);
  const choose = (
    then: (dimension: Dimension) => RawBuilder<unknown>,
    otherwise: RawBuilder<unknown>,
  ): RawBuilder<unknown> =>
    open.length === 0
      ? otherwise
      : sql`case ${sql.join(
          open.map((dimension) => sql`when grouping(${column(dimension)}) = 0 then ${then(dimension)}`),
          sql` `,
        )} else ${otherwise} end`;
  // Equal rows are counted first: many offers share few combinations of what facets show.
  const columns = sql.join(open.map(column));
  const distinct =
    open.length === 0
      ? sql`select count(*) as hits from offer where ${where(conditions)}`
      : sql`select ${columns}, count(*) as hits from offer where ${where(conditions)} group by ${columns}`;
  const sets = sql.join([sql`()`, ...open.map((dimension) => sql`(${column(dimension)})`)]);
  return sql`
    select ${choose((dimension) => sql.lit(dimension), sql`'total'`)} as dimension,
           ${choose((dimension) => sql`${column(dimension)}::text`, sql`null::text`)} as value,
           coalesce(sum(offer.hits), 0)::int as count
    from (${distinct}) offer group by grouping sets (${sets})`;
}

function ownPass(dimension: Dimension, conditions: Conditions): RawBuilder<unknown> {
  const column = sql.ref(`offer.${dimension}`);
  return sql`
    select ${sql.lit(dimension)} as dimension, ${column}::text as value, count(*)::int as count
    from offer where ${where(conditions, [dimension])} group by ${column}`;
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '\uffff') < (b ?? '\uffff') ? -1 : 1;
}
