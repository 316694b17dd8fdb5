import { sql } from 'kysely';
import type { MarketplaceId } from '../../adapters/core/ids';
import type { MarketplaceHealth } from '../../schema/marketplace/marketplace';
import type { Database } from '../database/connect';
import { REPORT_VALID_SECONDS } from '../marketplace/health-reports';

/** What is known of each marketplace: of several processes' reports the worst, for that is what some clients meet. */
export async function readHealth(db: Database): Promise<ReadonlyMap<MarketplaceId, MarketplaceHealth>> {
  const { rows } = await sql<MarketplaceHealth & { marketplace: MarketplaceId }>`
    select distinct on (marketplace) marketplace, state, since,
           failure_rate as "failureRate", p50_ms as p50, p95_ms as p95
    from source_health
    where reported_at > now() - ${`${REPORT_VALID_SECONDS} seconds`}::interval
    order by marketplace, array_position(array['OPEN', 'PAUSED', 'HALF_OPEN', 'PARTLY_OPEN', 'CLOSED'], state),
             failure_rate desc nulls last, replica`.execute(db);
  return new Map(rows.map(({ marketplace, ...health }) => [marketplace, health]));
}
