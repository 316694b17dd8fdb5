import type { Marketplace } from '../../../adapters/core/contract';
import type { Database } from '../../database/connect';
import type { Reading, Schedule } from './schedule';

export interface FeedReader {
  readonly db: Database;
  readonly marketplace: Marketplace;
  readonly schedule: Schedule;
  readonly holder: string;
  readonly signal: AbortSignal;
  /** Feeds whose shrinkage someone has looked at and accepts. */
  readonly acceptShrinkage: boolean;
  /** How much is taken of a feed at most; all of it where there is none. */
  readonly quota?: FeedQuota;
  onPage(progress: { feed: string; read: number; total: number | null; changed: number }): void;
}

export type FeedOutcome =
  | {
      readonly kind: 'read';
      readonly reading: Reading;
      readonly changed: number;
      readonly problem: string | null;
    }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'left' };

/** Where a feed is cut. */
export interface FeedQuota {
  readonly records: number;
  /** Pages too, for a feed can go on for ever without a record. */
  readonly pages: number;
  readonly readingMs: number;
  readonly pageMs: number;
  /** After so long the next one has its turn, and this feed is gone on with later. */
  readonly turnMs: number;
}
