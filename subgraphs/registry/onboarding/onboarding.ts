import type { MarketplaceId } from '../../../adapters/core/ids';
import { within } from '../../../adapters/core/within';
import type { RegisterMarketplaceInput } from '../../../schema/onboarding/onboarding-input';
import type { Onboarding as OnboardingView } from '../../../schema/onboarding/onboarding';
import type { News } from '../../news/news';
import type { PartnersChanged } from '../../partners/partner-register';
import type { Manager } from './authority';
import { beginCheck } from './check-version';
import type { OnboardingResources } from './onboarding-resources';
import { readOnboarding } from './onboarding-view';
import { problem, type Problems } from './problems';
import { publishVersion } from './publish-version';
import { registerVersion, type Registered } from './register-version';
import { versionBefore } from './roll-back';
import { resumePartner, suspendPartner } from './suspend-partner';

/** How marketplaces join. Whoever calls has made sure that the manager may manage the marketplace. */
export interface Onboarding {
  register(input: RegisterMarketplaceInput, manager: Manager): Promise<Registered>;
  /** Begins the check and waits for it until the deadline; it goes on by itself after that. */
  check(id: MarketplaceId, version: number | null, manager: Manager, deadline: number): Promise<Problems>;
  publish(
    id: MarketplaceId,
    options: { readonly version: number | null; readonly acceptBreaking: boolean },
    manager: Manager,
  ): Promise<Problems>;
  suspend(id: MarketplaceId, reason: string | null, manager: Manager): Promise<Problems>;
  resume(id: MarketplaceId, manager: Manager): Promise<Problems>;
  /** Serves a version that was served before: the last one, or the one named. */
  rollBack(
    id: MarketplaceId,
    options: { readonly version: number | null; readonly acceptBreaking: boolean },
    manager: Manager,
  ): Promise<Problems>;
  read(id: MarketplaceId): Promise<OnboardingView | null>;
  /** Ends checks that are under way. */
  close(): Promise<void>;
}

export interface OnboardingOptions extends OnboardingResources {
  readonly news: News<PartnersChanged>;
}

export function openOnboarding({ news, ...resources }: OnboardingOptions): Onboarding {
  const { db } = resources;
  const stopping = new AbortController();
  const checks = new Set<Promise<void>>();

  /** What was changed is told at once; whoever misses it finds out by asking. */
  async function telling(id: MarketplaceId, change: Promise<Problems>): Promise<Problems> {
    const problems = await change;
    if (problems.length === 0) news.publish([{ marketplace: id }]);
    return problems;
  }

  return {
    register: (input, manager) => registerVersion(input, manager, resources),

    async check(id, version, manager, deadline) {
      const { problems, done } = await beginCheck(id, version, manager, resources, stopping.signal);
      if (done === null) return problems;
      const check = done.finally(() => checks.delete(check));
      checks.add(check);
      await within(deadline - Date.now(), check, undefined);
      return problems;
    },

    publish: (id, options, manager) =>
      telling(id, publishVersion({ id, ...options, action: 'PUBLISHED' }, manager, resources)),

    suspend: (id, reason, manager) => telling(id, suspendPartner(id, reason, manager, resources)),

    resume: (id, manager) => telling(id, resumePartner(id, manager, resources)),

    async rollBack(id, options, manager) {
      const version = options.version ?? (await versionBefore(db, id));
      if (version === null)
        return [problem('STATE', `nothing of "${id}" was served before what is served now`)];
      return telling(
        id,
        publishVersion({ id, ...options, version, action: 'ROLLED_BACK' }, manager, resources),
      );
    },

    read: (id) => readOnboarding(db, id),

    async close() {
      stopping.abort();
      await Promise.all(checks);
    },
  };
}
