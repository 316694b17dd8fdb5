import { createCache } from '../../adapters/core/cache/create-cache';
import { policyFor } from '../../adapters/core/resilience/policy';
import { createMarketplaces, type MarketplaceAccess, type Marketplaces } from '../../adapters/marketplaces';
import type { Database } from '../database/connect';
import { log } from '../telemetry/log';
import { cacheUp } from '../telemetry/metrics';
import { createSourceTelemetry } from '../telemetry/source-telemetry';
import { startHealthReports, type HealthReports } from './health-reports';
import { createIndexMemory } from './index-memory';
import { createSources, type Source, type Sources } from './sources';

export interface SourceOptions {
  readonly db: Database;
  /** The shared cache; null for this process's own memory. */
  readonly redisUrl: string | null;
  /** How long clients usually wait for live values. */
  readonly deadlineMs: number;
  readonly hedging: boolean;
}

export interface OpenSources<A extends Partial<MarketplaceAccess>> {
  readonly sources: Pick<Sources, keyof A & keyof Marketplaces>;
  close(): Promise<void>;
}

/** Live reads of the marketplaces that are accessible: cache, policy, telemetry and health reports with them. */
export function openSources<A extends Partial<MarketplaceAccess>>(
  access: A,
  { db, redisUrl, deadlineMs, hedging }: SourceOptions,
): OpenSources<A> {
  const cache = createCache(redisUrl, (state, reason) => {
    cacheUp.set(state === 'UP' ? 1 : 0);
    if (state === 'UP') log.info('the shared cache answers');
    else log.warn({ reason }, 'the shared cache is away; this process caches for itself until it is back');
  });
  if (redisUrl === null) cacheUp.set(1);
  const marketplaces = createMarketplaces(access, createIndexMemory(db));
  const reports: { current: HealthReports | null } = { current: null };
  const sources = createSources(marketplaces, {
    cache,
    policy: policyFor(deadlineMs, { hedging }),
    events: createSourceTelemetry(
      Object.values(marketplaces).map(({ id }) => id),
      () => reports.current?.tell(),
    ),
  });
  reports.current = startHealthReports({
    readers: Object.values<Source>(sources).map(({ offers }) => offers),
    db,
    onError: (error) => log.warn({ error }, 'the health of marketplaces could not be written down'),
  });
  return {
    sources,
    async close() {
      await reports.current?.close();
      await Promise.all(Object.values(marketplaces).map((marketplace) => marketplace.close()));
      await cache.close();
    },
  };
}
