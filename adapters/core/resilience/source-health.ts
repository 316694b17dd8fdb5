import type { CircuitState } from './circuit-breaker';

/** Of one server: PAUSED is one that asked to be left alone for a while (`Retry-After`). */
export type ServerState = CircuitState | 'PAUSED';

/** How one server does, as live reads see it. */
export interface ServerHealth {
  readonly state: ServerState;
  readonly since: Date;
  /** Reads within the breaker's window. */
  readonly calls: number;
  readonly failures: number;
}

/** How a marketplace does, over all of its servers. */
export interface SourceHealth {
  /** PARTLY_OPEN: some of its servers are left alone, the others are asked. */
  readonly state: ServerState | 'PARTLY_OPEN';
  /** Since when it is in this state. */
  readonly since: Date;
  /** Share of reads that failed within the breaker's window, 0 to 1; null where there were none. */
  readonly failureRate: number | null;
  /** Milliseconds that half of the latest requests stayed within. */
  readonly p50: number | null;
  /** Milliseconds that 95 % of them stayed within. */
  readonly p95: number | null;
}

/** Pure: the state that all servers share, or that they don't. */
export function jointState(servers: readonly ServerHealth[]): SourceHealth['state'] {
  const states = new Set(servers.map(({ state }) => state));
  const [only] = states;
  return only === undefined ? 'CLOSED' : states.size === 1 ? only : 'PARTLY_OPEN';
}
