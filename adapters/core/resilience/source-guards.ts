import type { MarketplaceId } from '../ids';
import { createGuard, type Guard, type GuardOptions } from './guard';
import { createLatencies } from './latencies';
import type { Clock } from './sliding-counts';
import { jointState, type SourceHealth } from './source-health';

/**
 * A guard for each server of a marketplace: where sellers host their own, one that is down or wants to be
 * left alone closes none of the others out.
 */
export interface SourceGuards {
  /** The guard of a server, by its name. */
  of(server: string): Guard;
  health(): SourceHealth;
}

export interface SourceGuardsOptions extends Pick<GuardOptions, 'policy' | 'events'> {
  readonly marketplace: MarketplaceId;
  readonly now: Clock;
}

export function createSourceGuards({ marketplace, policy, events, now }: SourceGuardsOptions): SourceGuards {
  const guards = new Map<string, Guard>();
  const together = createLatencies();
  let told: SourceHealth['state'] = 'CLOSED';
  let since = new Date(now());

  function noteState(): void {
    const state = jointState([...guards.values()].map((guard) => guard.health()));
    if (state === told) return;
    told = state;
    since = new Date(now());
    events.state(marketplace, state);
  }

  return {
    of(server) {
      const known = guards.get(server);
      if (known) return known;
      const own = createLatencies();
      const guard = createGuard({
        marketplace,
        policy,
        events,
        now,
        onState: noteState,
        latencies: {
          ...own,
          get samples() {
            return own.samples;
          },
          add(durationMs) {
            own.add(durationMs);
            together.add(durationMs);
          },
        },
      });
      guards.set(server, guard);
      return guard;
    },
    health() {
      const servers = [...guards.values()].map((guard) => guard.health());
      noteState();
      const calls = servers.reduce((sum, server) => sum + server.calls, 0);
      const failures = servers.reduce((sum, server) => sum + server.failures, 0);
      return {
        state: told,
        since,
        failureRate: calls === 0 ? null : failures / calls,
        p50: tenths(together.quantile(0.5)),
        p95: tenths(together.quantile(0.95)),
      };
    },
  };
}

function tenths(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}
