import { createOfferCache } from '../../adapters/core/cache/offer-cache';
import { createCache } from '../../adapters/core/cache/create-cache';
import type { HostPolicy } from '../../adapters/core/http/host-policy';
import { partnerPolicy, policyFor } from '../../adapters/core/resilience/policy';
import { createMarketplaces, type MarketplaceAccess, type Marketplaces } from '../../adapters/marketplaces';
import type { Database } from '../database/connect';
import { createPartnerMarketplaces } from '../partners/partner-marketplaces';
import type { PartnerRegister } from '../partners/partner-register';
import type { SecretBox } from '../partners/credentials/secret-box';
import { log } from '../telemetry/log';
import { cacheUp } from '../telemetry/metrics';
import { createSourceTelemetry } from '../telemetry/source-telemetry';
import { startHealthReports, type HealthReports } from './health-reports';
import { createIndexMemory } from './index-memory';
import type { SourceDirectory } from './source-directory';
import { createSource, createSources, type Source, type Sources } from './sources';

export interface SourceOptions {
  readonly db: Database;
  /** The shared cache; null for this process's own memory. */
  readonly redisUrl: string | null;
  /** How long clients usually wait for live values. */
  readonly deadlineMs: number;
  readonly hedging: boolean;
  /** Partners that are asked too, as they come and go. */
  readonly partners: PartnerAccess;
}

export interface PartnerAccess {
  readonly register: PartnerRegister;
  readonly box: SecretBox;
  readonly hosts: HostPolicy;
}

export interface OpenSources<A extends Partial<MarketplaceAccess>> {
  readonly sources: Pick<Sources, keyof A & keyof Marketplaces>;
  /** The partners among them. */
  readonly partners: SourceDirectory;
  close(): Promise<void>;
}

/** Live reads of the marketplaces that are accessible: cache, policy, telemetry and health reports with them. */
export function openSources<A extends Partial<MarketplaceAccess>>(
  access: A,
  { db, redisUrl, deadlineMs, hedging, partners: partnerAccess }: SourceOptions,
): OpenSources<A> {
  const cache = createCache(redisUrl, (state, reason) => {
    cacheUp.set(state === 'UP' ? 1 : 0);
    if (state === 'UP') log.info('the shared cache answers');
    else log.warn({ reason }, 'the shared cache is away; this process caches for itself until it is back');
  });
  if (redisUrl === null) cacheUp.set(1);
  const marketplaces = createMarketplaces(access, createIndexMemory(db));
  const reports: { current: HealthReports | null } = { current: null };
  const policy = policyFor(deadlineMs, { hedging });
  const events = createSourceTelemetry(
    Object.values(marketplaces).map(({ id }) => id),
    () => reports.current?.tell(),
  );
  const sources = createSources(marketplaces, { cache, policy, events });
  const kept = createOfferCache(cache);
  const partners = createPartnerMarketplaces<Source>({
    ...partnerAccess,
    memory: createIndexMemory(db),
    create: (marketplace) =>
      createSource(marketplace, { cache: kept, policy: partnerPolicy(policy), events }),
  });
  const fixed = Object.values<Source>(sources);
  reports.current = startHealthReports({
    // Of a thousand partners those are told of that someone asked lately.
    readers: () => [...fixed, ...partners.opened().filter(wasAsked)].map(({ offers }) => offers),
    db,
    onError: (error) => log.warn({ error }, 'the health of marketplaces could not be written down'),
  });
  return {
    sources,
    partners,
    async close() {
      await reports.current?.close();
      await partners.close();
      await Promise.all(Object.values(marketplaces).map((marketplace) => marketplace.close()));
      await cache.close();
    },
  };
}

function wasAsked({ offers }: Source): boolean {
  const { state, failureRate } = offers.health();
  return state !== 'CLOSED' || failureRate !== null;
}
