import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Marketplace } from '../../../adapters/core/contract';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import type { FeedSyncTable } from '../../database/tables';
import { claimPartnerFeed, FeedLeaseLost, updateLeased } from './feed-lease';
import type { FeedOutcome, FeedQuota } from './feed-reader';
import { readFeed } from './read-feed';
import { DEFAULT_SCHEDULE, type Schedule } from './schedule';

export interface PartnerIndexerOptions {
  readonly db: Database;
  /** A partner's marketplace as it was published last; undefined for one that is not served (any more). */
  readonly marketplaces: { latest(id: MarketplaceId): Promise<Marketplace | undefined> };
  readonly schedule?: Schedule;
  readonly quota?: FeedQuota;
  onOutcome?(marketplace: MarketplaceId, feed: string, outcome: FeedOutcome): void;
  onError?(error: unknown): void;
}

export interface PartnerIndexer {
  /** Reads feeds of partners as they fall due, until stopped. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * What one partner may take of the index and of the time of whoever reads: a feed that goes beyond is cut.
 * The largest marketplace known here has 29,477 products.
 */
export const PARTNER_QUOTA: FeedQuota = {
  records: 100_000,
  pages: 5_000,
  readingMs: 30 * 60_000,
  pageMs: 15_000,
  turnMs: 60_000,
};

/** Partners that are read at a time; most of it is waiting for them. */
const AT_ONCE = 16;
const IDLE_MS = 1_000;
const AFTER_ERROR_MS = 5_000;
/** A partner that can't be served here is tried again soon, by this process or another. */
const UNSERVED_AGAIN_MS = 2_000;

/** Keeps the index in step with partners. Each is read by one process at a time, and none waits for another. */
export function createPartnerIndexer(options: PartnerIndexerOptions): PartnerIndexer {
  const { db, marketplaces, schedule = DEFAULT_SCHEDULE, quota = PARTNER_QUOTA } = options;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // one per page that is on its way; each removes itself
  const reading = new Set<Promise<void>>();
  let running: Promise<void> | null = null;
  const isStopping = (): boolean => stopping.signal.aborted;

  async function readOne(claimed: FeedSyncTable, holder: string): Promise<void> {
    // What was claimed may have been published a moment ago. Read as the version before, it would pass for
    // read until it is due again; one that is published later takes the lease away.
    const marketplace = await marketplaces.latest(claimed.marketplace).catch(async (error: unknown) => {
      await leave(claimed, holder);
      throw error;
    });
    if (marketplace === undefined) return leave(claimed, holder);
    const outcome = await readFeed(
      {
        db,
        marketplace,
        schedule,
        holder,
        signal: stopping.signal,
        acceptShrinkage: false,
        quota,
        onPage: () => undefined,
      },
      claimed,
    );
    options.onOutcome?.(marketplace.id, claimed.feed, outcome);
  }

  async function leave(claimed: FeedSyncTable, holder: string): Promise<void> {
    try {
      const due_at = new Date(Date.now() + UNSERVED_AGAIN_MS);
      await updateLeased(db, claimed, holder, { due_at, holder: null, held_until: null });
    } catch (error) {
      if (!(error instanceof FeedLeaseLost)) throw error;
    }
  }

  function start(claimed: FeedSyncTable, holder: string): void {
    const one = readOne(claimed, holder)
      .catch((error: unknown) => options.onError?.(error))
      .finally(() => reading.delete(one));
    reading.add(one);
  }

  async function keepReading(): Promise<void> {
    while (!isStopping()) {
      let pauseMs = IDLE_MS;
      try {
        while (reading.size < AT_ONCE && !isStopping()) {
          // Of each reading its own: one whose feed was published anew meanwhile holds nothing any more.
          const holder = randomUUID();
          const claimed = await claimPartnerFeed(db, holder);
          if (claimed === null) break;
          start(claimed, holder);
        }
      } catch (error) {
        pauseMs = AFTER_ERROR_MS;
        options.onError?.(error);
      }
      const pause = wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      await (reading.size < AT_ONCE ? pause : Promise.race(reading));
    }
  }

  return {
    run() {
      running ??= keepReading();
      return running;
    },
    async stop() {
      stopping.abort();
      await running?.catch(() => undefined);
      await Promise.all(reading);
    },
  };
}
