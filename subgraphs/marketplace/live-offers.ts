import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';
import { sql } from 'kysely';
import type { Marketplace, OfferReading } from '../../adapters/core/contract';
import { AdapterError, toAdapterError } from '../../adapters/core/errors';
import type { OfferId } from '../../adapters/core/ids';
import type { Offer } from '../../schema/offer/offer';
import { offerColumns, type IndexedOffer } from '../catalogue/search/find-page';
import type { Database } from '../database/connect';
import type { RequestContext } from '../request-context';
import { liveView, staleView } from './live-view';

/** More ids than a page of hits has are asked for in several calls. */
const IDS_PER_CALL = 100;

/**
 * The offers of one request at one marketplace. All ids that a page asks for go out in one call; what
 * the marketplace can't tell comes from the index and says so.
 */
export function createOfferLoader(
  marketplace: Marketplace,
  db: Database,
  { signal, deadline, requestId }: RequestContext,
): DataLoader<OfferId, Offer | null> {
  return new DataLoader<OfferId, Offer | null>(
    async (ids) => {
      const readings = await read(marketplace, ids, { signal, deadline, requestId });
      const unread = ids.filter((_, i) => readings[i] instanceof AdapterError);
      const known = unread.length === 0 ? new Map<OfferId, IndexedOffer>() : await readIndexed(db, unread);
      return ids.map((id, i) => {
        const reading = readings[i] ?? null;
        if (reading === null) return null;
        if (!(reading instanceof AdapterError)) return liveView(reading, marketplace.name, 'LIVE');
        const row = known.get(id);
        return row ? staleView(row, marketplace.name) : clientError(reading);
      });
    },
    { maxBatchSize: IDS_PER_CALL },
  );
}

async function read(
  marketplace: Marketplace,
  ids: readonly OfferId[],
  call: Parameters<Marketplace['offers']>[1],
): Promise<readonly OfferReading[]> {
  try {
    return await marketplace.offers(ids, call);
  } catch (thrown) {
    const error = toAdapterError(thrown, marketplace.id);
    return ids.map(() => error);
  }
}

async function readIndexed(
  db: Database,
  ids: readonly OfferId[],
): Promise<ReadonlyMap<OfferId, IndexedOffer>> {
  try {
    const { rows } = await sql<IndexedOffer>`
      select ${offerColumns()}, seen.observed_at
      from offer join offer_observation seen on seen.offer_id = offer.id
      where offer.id in (${sql.join(ids)})`.execute(db);
    return new Map(rows.map((row) => [row.id, row]));
  } catch {
    // The index is the second source here: without it the marketplace's own failure is what is told.
    return new Map();
  }
}

function clientError(error: AdapterError): GraphQLError {
  const { code, marketplace, message } = error;
  return new GraphQLError(message, { extensions: { code, marketplace } });
}
