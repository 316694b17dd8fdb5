import type { Call, Marketplace } from '../core/contract';
import type { PurchaseOrder } from '../core/order/ordering-port';
import type { Offer } from '../core/offer';
import type { StrangerReading } from './ask-as-stranger';
import type { OrderTrial } from './order-trial';
import type { ReadFeed } from './read-feeds';

/** A live marketplace under check, with what whoever checks it may do there. */
export interface LiveSubject {
  readonly marketplace: Marketplace;
  /** The same with credentials that nobody accepts; null where it asks for none. */
  readonly stranger: Marketplace | null;
  /** Makes an order for an offer; null where no order may be placed in the course of a check. */
  order: ((offer: Offer) => PurchaseOrder) | null;
  /** How much of a feed is read: a check is no index. */
  readonly pages: number;
  /** Credentials, the wrong ones too: no error and no report may hold them. */
  readonly secrets?: readonly string[];
}

/** A subject in the course of a check: what several rules look at is asked for once. */
export interface LiveCheck extends LiveSubject {
  feeds(): Promise<readonly ReadFeed[]>;
  /** Everything in those feeds that was understood. */
  offers(): Promise<readonly Offer[]>;
  /** What came of asking with wrong credentials; nothing where it asks for none. */
  asStranger(): Promise<readonly StrangerReading[]>;
  /** An order that was placed, placed again and taken back; null where none can be or may be. */
  trial(): Promise<OrderTrial | null>;
  /** A call that ends with the check at the latest. */
  call(withinMs?: number): Call;
  now(): Date;
}

/** What a rule found, nothing where all is well; or why there was nothing for it to look at. */
export type RuleOutcome = readonly Finding[] | { readonly skipped: string };

/** What a live marketplace must or should do. Ids are stable: reports refer to them. */
export interface LiveRule {
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly title: string;
  /** What it costs at the marketplace: most only read; some place an order and take it back. */
  readonly needs: 'READING' | 'STRANGER' | 'ORDERING';
  run(check: LiveCheck): Promise<RuleOutcome>;
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
  /** Did any request of the feed get an answer? Where none did, nothing was found out. */
  readonly answered: boolean;
  readonly results: readonly RuleResult[];
}
