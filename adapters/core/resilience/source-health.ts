import type { CircuitState } from './circuit-breaker';

/** How a source does, as live reads see it. */
export interface SourceHealth {
  /** PAUSED: it asked to be left alone for a while (`Retry-After`). */
  readonly state: CircuitState | 'PAUSED';
  /** Since when it is in this state. */
  readonly since: Date;
  /** Share of reads that failed within the breaker's window, 0 to 1; null where there were none. */
  readonly failureRate: number | null;
  /** Milliseconds that half of the latest requests stayed within. */
  readonly p50: number | null;
  /** Milliseconds that 95 % of them stayed within. */
  readonly p95: number | null;
}
