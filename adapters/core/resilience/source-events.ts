import type { ErrorCode } from '../errors';
import type { MarketplaceId } from '../ids';
import type { SourceHealth } from './source-health';

/** What happens between Pasar and a marketplace, told as it happens: for metrics, logs and tests. */
export interface SourceEvents {
  /** One request to the marketplace ended; CANCELLED when no one needed it any more. */
  attempt(marketplace: MarketplaceId, outcome: 'OK' | 'CANCELLED' | ErrorCode, durationMs: number): void;
  retry(marketplace: MarketplaceId): void;
  /** A retry that only the budget forbade. */
  retryRefused(marketplace: MarketplaceId): void;
  hedge(marketplace: MarketplaceId): void;
  /** The second attempt was faster. */
  hedgeWon(marketplace: MarketplaceId): void;
  /** Not asked at all, and by which part of the policy. */
  refused(marketplace: MarketplaceId, by: Refuser): void;
  state(marketplace: MarketplaceId, state: SourceHealth['state']): void;
}

export type Refuser = 'bulkhead' | 'breaker' | 'pause';

const nothing = (): void => undefined;

/** Tells no one. */
export const NO_EVENTS: SourceEvents = {
  attempt: nothing,
  retry: nothing,
  retryRefused: nothing,
  hedge: nothing,
  hedgeWon: nothing,
  refused: nothing,
  state: nothing,
};
