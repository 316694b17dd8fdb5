import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import type { Marketplace } from '../../../adapters/core/contract';
import type { Database } from '../../database/connect';
import { claimFeed } from './feed-lease';
import type { FeedOutcome } from './feed-reader';
import { readFeed } from './read-feed';
import { DEFAULT_SCHEDULE, type Schedule } from './schedule';

export interface IndexerOptions {
  readonly db: Database;
  readonly marketplaces: readonly Marketplace[];
  readonly schedule?: Schedule;
  /** Marketplaces whose shrunken feeds are accepted as they are. */
  readonly acceptShrinkage?: ReadonlySet<string>;
  onProgress?(progress: IndexProgress): void;
  onOutcome?(marketplace: Marketplace, feed: string, outcome: FeedOutcome): void;
  /** The database failed; the indexer tries again by itself. */
  onError?(error: unknown): void;
}

export interface IndexProgress {
  readonly marketplace: string;
  /** Records read by the readings that are under way or came last, over all feeds. */
  readonly read: number;
  /** What the feeds read so far say they hold. */
  readonly total: number;
  readonly feedsDone: number;
  readonly feeds: number;
}

export interface Indexer {
  /** Resolves once every feed that is due has been read or has failed once. */
  readPending(): Promise<void>;
  /** Reads feeds as they fall due, until stopped. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** Feeds of one marketplace that are read at a time. */
const FEEDS_AT_ONCE = 3;
const IDLE_MS = 1_000;
const AFTER_ERROR_MS = 5_000;
/** PGlite has no autovacuum, and counts for facets are fastest when the visibility map is fresh. */
const CHANGES_BEFORE_VACUUM = 10_000;

/** Keeps the index in step with the marketplaces. Any number of them may run on one database. */
export function createIndexer(options: IndexerOptions): Indexer {
  const { db, marketplaces, schedule = DEFAULT_SCHEDULE } = options;
  const holder = randomUUID();
  const stopping = new AbortController();
  const progress = new Map<string, Map<string, { read: number; total: number; done: boolean }>>();
  let changedSinceVacuum = 0;
  let running: Promise<void> | null = null;

  function report(marketplace: Marketplace): void {
    const feeds = [...(progress.get(marketplace.id)?.values() ?? [])];
    options.onProgress?.({
      marketplace: marketplace.id,
      read: feeds.reduce((sum, feed) => sum + feed.read, 0),
      total: feeds.reduce((sum, feed) => sum + feed.total, 0),
      feedsDone: feeds.filter((feed) => feed.done).length,
      feeds: marketplace.feeds.length,
    });
  }

  /** One feed, if any is due; false when there was none. */
  async function readNext(marketplace: Marketplace): Promise<boolean> {
    const claimed = await claimFeed(db, marketplace.id, marketplace.feeds, holder);
    if (!claimed) return false;
    const feeds =
      progress.get(marketplace.id) ?? new Map<string, { read: number; total: number; done: boolean }>();
    progress.set(marketplace.id, feeds);
    const reader = {
      db,
      marketplace,
      schedule,
      holder,
      signal: stopping.signal,
      acceptShrinkage: options.acceptShrinkage?.has(marketplace.id) ?? false,
      onPage: ({ feed, read, total }: { feed: string; read: number; total: number | null }) => {
        feeds.set(feed, { read, total: total ?? read, done: feeds.get(feed)?.done ?? false });
        report(marketplace);
      },
    };
    const outcome = await readFeed(reader, claimed);
    if (outcome.kind === 'read') {
      const known = feeds.get(claimed.feed) ?? { read: 0, total: 0 };
      feeds.set(claimed.feed, { ...known, done: true });
      changedSinceVacuum += outcome.changed;
      report(marketplace);
    }
    options.onOutcome?.(marketplace, claimed.feed, outcome);
    return true;
  }

  async function vacuumIfWorthwhile(): Promise<void> {
    if (changedSinceVacuum < CHANGES_BEFORE_VACUUM) return;
    changedSinceVacuum = 0;
    await sql`vacuum (analyze) offer`.execute(db);
  }

  async function readAllDue(marketplace: Marketplace): Promise<void> {
    while (!stopping.signal.aborted && (await readNext(marketplace))) await vacuumIfWorthwhile();
  }

  const readers = marketplaces.flatMap((marketplace) =>
    Array.from({ length: Math.min(FEEDS_AT_ONCE, marketplace.feeds.length) }, () => marketplace),
  );

  async function keepReading(marketplace: Marketplace): Promise<void> {
    while (!stopping.signal.aborted) {
      let pause = IDLE_MS;
      try {
        await readAllDue(marketplace);
      } catch (error) {
        pause = AFTER_ERROR_MS;
        options.onError?.(error);
      }
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    async readPending() {
      await Promise.all(readers.map(readAllDue));
    },
    run() {
      running ??= Promise.all(readers.map(keepReading)).then(() => undefined);
      return running;
    },
    async stop() {
      stopping.abort();
      await running?.catch(() => undefined);
    },
  };
}
