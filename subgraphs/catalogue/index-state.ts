import { sql } from 'kysely';
import type { Capabilities, ProtocolName } from '../../adapters/core/contract';
import type { MarketplaceId } from '../../adapters/core/ids';
import type { OrderingMode } from '../../adapters/core/order/ordering-port';
import type { IndexStatus } from '../../schema/enums';
import type { Database } from '../database/connect';

/** How one marketplace's part of the index stands, over all of its feeds. */
export interface MarketplaceIndexState {
  readonly id: MarketplaceId;
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly ordering: OrderingMode;
  readonly cancelling: boolean;
  readonly orderTracking: Capabilities['orders'];
  readonly isPartner: boolean;
  readonly status: IndexStatus;
  readonly feedCount: number;
  readonly completeFeedCount: number;
  readonly expectedCount: number | null;
  readonly completedAt: Date | null;
  readonly observedAt: Date | null;
}

type FeedCounts = Omit<MarketplaceIndexState, 'status'> & {
  readonly startedCount: number;
  readonly problemCount: number;
  readonly lateCount: number;
};

/** A feed that is overdue by this much and that no one is reading: whoever should, doesn't. */
const LATE_AFTER = '5 minutes';

export async function readIndexState(db: Database): Promise<readonly MarketplaceIndexState[]> {
  const { rows } = await sql<FeedCounts>`
    select marketplace.id, marketplace.name, marketplace.protocol, marketplace.ordering,
           marketplace.cancelling, marketplace.order_tracking as "orderTracking",
           marketplace.is_partner as "isPartner",
           count(feed.feed)::int as "feedCount",
           count(feed.completed_at)::int as "completeFeedCount",
           count(feed.read_at)::int as "startedCount",
           count(feed.problem)::int as "problemCount",
           count(*) filter (
             where feed.completed_at is not null and feed.due_at < now() - ${LATE_AFTER}::interval
               and coalesce(feed.held_until, '-infinity') < now()
           )::int as "lateCount",
           case when count(feed.total) = count(feed.feed) then sum(feed.total)::int end as "expectedCount",
           case when count(feed.completed_at) = count(feed.feed) then min(feed.completed_at) end as "completedAt",
           max(feed.read_at) as "observedAt"
    from marketplace left join feed_sync feed on feed.marketplace = marketplace.id
    group by marketplace.id order by marketplace.name`.execute(db);
  return rows.map(({ startedCount, problemCount, lateCount, ...row }) => ({
    ...row,
    status: statusOf({ ...row, startedCount, problemCount, lateCount }),
  }));
}

/** Pure: what the counts of feeds add up to. */
export function statusOf(
  counts: Pick<FeedCounts, 'feedCount' | 'completeFeedCount' | 'startedCount' | 'problemCount' | 'lateCount'>,
): IndexStatus {
  if (counts.startedCount === 0 && counts.problemCount === 0) return 'WAITING';
  if (counts.problemCount > 0) return 'DEGRADED';
  if (counts.lateCount > 0) return 'LATE';
  return counts.completeFeedCount < counts.feedCount ? 'INDEXING' : 'READY';
}
