import type { MarketplaceId } from '../../adapters/core/ids';
import type { SourceEvents } from '../../adapters/core/resilience/source-events';
import type { SourceHealth } from '../../adapters/core/resilience/source-health';
import type { SourceReport } from '../source-report';
import { log } from './log';
import {
  sourceAttempts,
  sourceHedges,
  sourceOffers,
  sourceRefusals,
  sourceRetries,
  sourceState,
} from './metrics';

const STATES: readonly SourceHealth['state'][] = ['CLOSED', 'OPEN', 'HALF_OPEN', 'PARTLY_OPEN', 'PAUSED'];

/** Counts what happens between Pasar and the marketplaces, and logs what someone should know of. */
export function createSourceTelemetry(
  marketplaces: readonly MarketplaceId[],
  onState: () => void,
): SourceEvents {
  const show = (marketplace: MarketplaceId, state: SourceHealth['state']): void => {
    for (const one of STATES) sourceState.set({ marketplace, state: one }, one === state ? 1 : 0);
  };
  for (const marketplace of marketplaces) show(marketplace, 'CLOSED');
  return {
    attempt: (marketplace, outcome, durationMs) =>
      sourceAttempts.observe({ marketplace, outcome }, durationMs / 1000),
    retry: (marketplace) => sourceRetries.inc({ marketplace, decision: 'sent' }),
    retryRefused: (marketplace) => sourceRetries.inc({ marketplace, decision: 'refused' }),
    hedge: (marketplace) => sourceHedges.inc({ marketplace, decision: 'sent' }),
    hedgeWon: (marketplace) => sourceHedges.inc({ marketplace, decision: 'won' }),
    refused: (marketplace, by) => sourceRefusals.inc({ marketplace, by }),
    state(marketplace, state) {
      show(marketplace, state);
      log.warn({ marketplace, state }, 'the circuit to a marketplace changed its state');
      onState();
    },
  };
}

/** Counts the offers of one read by how fresh they were. */
export function countOffers({ marketplace, offers }: SourceReport): void {
  for (const [freshness, count] of Object.entries<number>({ ...offers }))
    if (count > 0) sourceOffers.inc({ marketplace, freshness }, count);
}
