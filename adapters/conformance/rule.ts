import type { Marketplace } from '../core/contract';
import type { PurchaseOrder } from '../core/order/ordering-port';
import type { Offer } from '../core/offer';

/** A live marketplace under check, with what whoever checks it may do there. */
export interface LiveSubject {
  readonly marketplace: Marketplace;
  /** The same with credentials that nobody accepts; null where it asks for none. */
  readonly stranger: Marketplace | null;
  /** Makes an order for an offer; null where no order may be placed in the course of a check. */
  order: ((offer: Offer) => PurchaseOrder) | null;
  /** How much of a feed is read: a check is no index. */
  readonly pages: number;
}

/** What a live marketplace must or should do. Ids are stable: reports refer to them. */
export interface LiveRule {
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly title: string;
  /** What it costs at the marketplace: most only read; some place an order and take it back. */
  readonly needs: 'READING' | 'STRANGER' | 'ORDERING';
  run(subject: LiveSubject): Promise<readonly Finding[]>;
}

/** One thing that is not as a rule wants it. */
export interface Finding {
  /** JSON path into the marketplace's own answer or into the offer, e.g. `$.data[3].price`; `$` for all of it. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
  /** What to do about it. */
  readonly fix: string;
}

export interface RuleResult {
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly title: string;
  readonly outcome: 'PASSED' | 'FAILED' | 'SKIPPED';
  /** Why it was skipped, or what it found; bounded. */
  readonly findings: readonly Finding[];
  readonly skipped: string | null;
  readonly durationMs: number;
}

export interface ConformanceReport {
  readonly marketplace: string;
  /** ISO 8601. */
  readonly checkedAt: string;
  /** No MUST failed. */
  readonly conforms: boolean;
  readonly offersSeen: number;
  readonly results: readonly RuleResult[];
}
