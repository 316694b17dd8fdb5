import { sql } from 'kysely';
import type { MarketplaceId } from '../../adapters/core/ids';
import type { Marketplace } from '../../schema/marketplace/marketplace';
import { readIndexState } from '../catalogue/index-state';
import type { Database } from '../database/connect';
import { checkStateNow } from './onboarding/check-state';
import { marketplaceState } from './onboarding/onboarding-view';
import { readHealth } from './read-health';

/** Rejected records shown per marketplace; all of them are counted. */
const REJECTED_SHOWN = 20;
const PROBLEMS_SHOWN = 10;

/** Every marketplace that is searched, with what its part of the index holds and lacks. */
export async function readMarketplaces(db: Database): Promise<readonly Marketplace[]> {
  const [states, offers, rejected, problems, health] = await Promise.all([
    readIndexState(db),
    countByMarketplace(db, 'offer'),
    readRejected(db),
    readProblems(db),
    readHealth(db),
  ]);
  return states.map((state) => {
    const offerCount = offers.get(state.id) ?? 0;
    const left = rejected.get(state.id);
    return {
      id: state.id,
      name: state.name,
      state: 'LIVE',
      partner: state.isPartner,
      protocol: state.protocol,
      ordering: state.ordering,
      cancelling: state.cancelling,
      orderTracking: state.orderTracking,
      offerCount,
      index: {
        status: state.status,
        offerCount,
        expectedCount: state.expectedCount,
        feedCount: state.feedCount,
        completeFeedCount: state.completeFeedCount,
        completedAt: state.completedAt,
        observedAt: state.observedAt,
        rejectedCount: left?.count ?? 0,
        rejected: left?.latest ?? [],
        problems: problems.get(state.id) ?? [],
      },
      health: health.get(state.id) ?? null,
    };
  });
}

/** Marketplaces that registered and are not searched (any more): those of one manager, by state and name. */
export async function readUnserved(
  db: Database,
  whose: (id: MarketplaceId) => boolean,
): Promise<readonly Marketplace[]> {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('partner_version as newest', (join) =>
      join
        .onRef('newest.marketplace', '=', 'partner.id')
        .onRef('newest.version', '=', 'partner.latest_version'),
    )
    .select([
      'partner.id',
      'partner.name',
      'partner.live_version',
      'partner.suspended_by',
      'newest.protocol',
      checkStateNow('newest').as('check_state'),
    ])
    .where((where) =>
      where.or([where('partner.live_version', 'is', null), where('partner.suspended_by', 'is not', null)]),
    )
    .orderBy('partner.id')
    .execute();
  return rows
    .filter(({ id }) => whose(id))
    .map((row) => ({
      id: row.id,
      name: row.name,
      state: marketplaceState(row, row.check_state),
      partner: true,
      protocol: row.protocol,
      ordering: 'NONE',
      cancelling: false,
      orderTracking: 'REPORTED',
      offerCount: 0,
      index: EMPTY_INDEX,
      health: null,
    }));
}

const EMPTY_INDEX: Marketplace['index'] = {
  status: 'WAITING',
  offerCount: 0,
  expectedCount: null,
  feedCount: 0,
  completeFeedCount: 0,
  completedAt: null,
  observedAt: null,
  rejectedCount: 0,
  rejected: [],
  problems: [],
};

async function countByMarketplace(
  db: Database,
  table: 'offer' | 'rejected_record',
): Promise<ReadonlyMap<MarketplaceId, number>> {
  const rows = await db
    .selectFrom(table)
    .select(['marketplace', sql<number>`count(*)::int`.as('count')])
    .groupBy('marketplace')
    .execute();
  return new Map(rows.map(({ marketplace, count }) => [marketplace, count]));
}

async function readRejected(
  db: Database,
): Promise<ReadonlyMap<MarketplaceId, { count: number; latest: Marketplace['index']['rejected'] }>> {
  const [counts, { rows }] = await Promise.all([
    countByMarketplace(db, 'rejected_record'),
    sql<{ marketplace: MarketplaceId; recordId: string; reason: string; seenAt: Date }>`
      select marketplace, record_id as "recordId", reason, seen_at as "seenAt"
      from (
        select *, row_number() over (partition by marketplace order by seen_at desc, record_id) as place
        from rejected_record
      ) ranked
      where place <= ${sql.lit(REJECTED_SHOWN)} order by place`.execute(db),
  ]);
  return new Map(
    [...counts].map(([marketplace, count]) => [
      marketplace,
      { count, latest: rows.filter((row) => row.marketplace === marketplace) },
    ]),
  );
}

async function readProblems(db: Database): Promise<ReadonlyMap<MarketplaceId, string[]>> {
  const rows = await db
    .selectFrom('feed_sync')
    .select(['marketplace', 'feed', 'problem', 'problem_code'])
    .where('problem', 'is not', null)
    .orderBy('feed')
    .execute();
  const problems = new Map<MarketplaceId, string[]>();
  for (const { marketplace, feed, problem, problem_code } of rows) {
    const known = problems.get(marketplace) ?? [];
    if (known.length < PROBLEMS_SHOWN) known.push(`feed ${feed}: ${problem_code}: ${problem}`);
    problems.set(marketplace, known);
  }
  return problems;
}
