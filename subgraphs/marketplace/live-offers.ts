import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';
import { sql } from 'kysely';
import { isAllCurrent, type FieldKind } from '../../adapters/core/cache/freshness';
import { callFor } from '../../adapters/core/contract';
import type { AdapterError } from '../../adapters/core/errors';
import type { OfferId } from '../../adapters/core/ids';
import type { OfferAnswer, OfferReader } from '../../adapters/core/resilience/offer-reader';
import type { Offer } from '../../schema/offer/offer';
import { offerColumns, type IndexedOffer } from '../catalogue/search/find-page';
import type { Database } from '../database/connect';
import type { RequestContext } from '../request-context';
import { statusOf, type SourceReport } from '../source-report';
import { countOffers } from '../telemetry/source-telemetry';
import { readingDeadline } from './reading-deadline';
import { knownView, indexedView } from './live-view';

/** More ids than a page of hits has are asked for in several calls. */
const IDS_PER_CALL = 100;

/**
 * The offers of one request at one marketplace. All ids that a page asks for go out together; what the
 * marketplace can't tell comes from the last that is known, which is the cache's or the index's, and
 * says so.
 */
export function createOfferLoader(
  reader: OfferReader,
  db: Database,
  kinds: ReadonlySet<FieldKind>,
  context: RequestContext,
): DataLoader<OfferId, Offer | null> {
  return new DataLoader<OfferId, Offer | null>(
    async (ids) => {
      const started = performance.now();
      const deadline = readingDeadline(context.deadline, Date.now());
      const call = callFor({ signal: context.signal, deadline }, context);
      const answers = await reader.read(ids, { call, kinds, noCache: context.noCache });
      const latencyMs = Math.round(performance.now() - started);
      const unread = ids.filter((id) => answers.get(id)?.from === 'NOWHERE');
      const indexed = unread.length === 0 ? new Map<OfferId, IndexedOffer>() : await readIndexed(db, unread);
      const found = report(reader, kinds, answers, indexed, latencyMs);
      context.sources.push(found);
      countOffers(found);
      return ids.map((id) => {
        const answer = answers.get(id);
        return answer ? view(answer, indexed.get(id) ?? null, reader.name) : null;
      });
    },
    { maxBatchSize: IDS_PER_CALL },
  );
}

function view(answer: OfferAnswer, row: IndexedOffer | null, marketplace: string): Offer | Error | null {
  const now = Date.now();
  if (answer.from !== 'NOWHERE') return knownView(answer.known, marketplace, answer.from, now);
  const { last, error } = answer;
  // Whichever saw it last: the index reads every feed by the quarter hour, the cache keeps what anyone asked.
  if (last !== null && last.readAt >= (row?.observed_at.getTime() ?? 0))
    return knownView(last, marketplace, 'NOWHERE', now);
  return row ? indexedView(row, marketplace) : clientError(error);
}

function report(
  { id }: OfferReader,
  kinds: ReadonlySet<FieldKind>,
  answers: ReadonlyMap<OfferId, OfferAnswer>,
  indexed: ReadonlyMap<OfferId, IndexedOffer>,
  latencyMs: number,
): SourceReport {
  const offers = { live: 0, cached: 0, stale: 0, failed: 0 };
  let code: SourceReport['code'] = null;
  for (const [offer, answer] of answers) {
    if (answer.from !== 'NOWHERE') {
      offers[answer.from === 'CACHE' ? 'cached' : 'live'] += 1;
    } else {
      code ??= answer.error.code;
      const { last } = answer;
      if (last !== null && isAllCurrent(kinds, Date.now() - last.readAt)) offers.cached += 1;
      else if (last !== null || indexed.has(offer)) offers.stale += 1;
      else offers.failed += 1;
    }
  }
  return { marketplace: id, status: statusOf(offers), code, latencyMs, offers };
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
    // The index is the last source here: without it the marketplace's own failure is what is told.
    return new Map();
  }
}

function clientError(error: AdapterError): GraphQLError {
  const { code, marketplace, message } = error;
  return new GraphQLError(message, { extensions: { code, marketplace } });
}
