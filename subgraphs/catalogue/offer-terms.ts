import { sql } from 'kysely';
import type { OfferId } from '../../adapters/core/ids';
import type { Database } from '../database/connect';

/**
 * What an offer asks and what there is of it, as one text to compare: price, tax treatment, stock state and
 * quantity. Numbers are compared as numbers: 72500.50 is 72500.5. Offers that the index doesn't have are
 * left out.
 */
export async function readTerms(
  db: Database,
  ids: readonly OfferId[],
): Promise<ReadonlyMap<OfferId, string>> {
  if (ids.length === 0) return new Map();
  // As one parameter: there is no end to how many there may be.
  const { rows } = await sql<{ id: OfferId; terms: string }>`
    select offer.id,
           concat_ws(' ', trim_scale(price), tax, stock_state, trim_scale(stock_quantity)) as terms
    from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as wanted (id)
    join offer on offer.id = wanted.id`.execute(db);
  return new Map(rows.map(({ id, terms }) => [id, terms]));
}
