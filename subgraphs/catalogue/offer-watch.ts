import type { OfferId } from '../../adapters/core/ids';
import type { Database } from '../database/connect';
import { readAgain } from '../database/read-again';
import { log } from '../telemetry/log';
import { readTerms } from './offer-terms';

/**
 * Sees which offers changed in the index, for all who follow some in this process: one query every few
 * seconds for all of their ids, and none while no one follows. The rows themselves are looked at because the
 * index is written elsewhere, in a thread or in another process, and because a look that fails is made up for
 * by the next: a notification of the database that comes while its connection is broken would be lost.
 */
export interface OfferWatch {
  /**
   * Tells of those of these offers that change after it resolved, those that leave the index and come (back)
   * into it included. The function that it gives ends it, and may be called twice.
   */
  follow(ids: readonly OfferId[], tell: (id: OfferId) => void): Promise<() => void>;
  /** How many offers are followed. */
  followed(): number;
}

/** Feeds are read by the minute: what is seen later by this much is none the older for it. */
const EVERY_MS = 3_000;

interface Follower {
  tell(id: OfferId): void;
  /** What it compares with is known. */
  isReady: boolean;
}

interface Watched {
  readonly followers: Set<Follower>;
  /** Price, tax and stock when last seen, null for none; undefined as long as it was never looked at. */
  terms: string | null | undefined;
}

export function createOfferWatch(
  db: Database,
  { everyMs = EVERY_MS }: { readonly everyMs?: number } = {},
): OfferWatch {
  const watched = new Map<OfferId, Watched>();
  let timer: NodeJS.Timeout | null = null;
  let isFailing = false;
  let looking: Promise<unknown> = Promise.resolve();
  let next: { readonly ids: Set<OfferId>; readonly done: Promise<void> } | null = null;

  /**
   * Looks at offers after the look that is under way, together with all who come meanwhile. Never two at a
   * time: of two that overtake each other the older one would pass for news.
   */
  function look(ids: Iterable<OfferId>): Promise<void> {
    next ??= begin();
    for (const id of ids) next.ids.add(id);
    return next.done;
  }

  function begin(): NonNullable<typeof next> {
    const ids = new Set<OfferId>();
    const done = looking.then(() => {
      next = null;
      return compare([...ids]);
    });
    looking = done.catch(() => undefined);
    return { ids, done };
  }

  async function compare(ids: readonly OfferId[]): Promise<void> {
    const found = await readTerms(db, ids);
    for (const id of ids) {
      const offer = watched.get(id);
      if (offer === undefined) continue; // no one follows it any more
      const before = offer.terms;
      offer.terms = found.get(id) ?? null;
      if (before === undefined || before === offer.terms) continue;
      for (const follower of [...offer.followers]) if (follower.isReady) follower.tell(id);
    }
  }

  function schedule(): void {
    if (timer !== null || watched.size === 0) return;
    timer = setTimeout(() => {
      void tick().finally(() => {
        timer = null;
        schedule();
      });
    }, everyMs);
    timer.unref();
  }

  async function tick(): Promise<void> {
    try {
      await look(watched.keys());
      isFailing = false;
    } catch (error) {
      // The next look finds what this one would have.
      if (!isFailing) log.warn({ error }, 'offers that are followed could not be looked at');
      isFailing = true;
    }
  }

  function leave(ids: readonly OfferId[], follower: Follower): void {
    for (const id of ids) {
      const offer = watched.get(id);
      if (offer?.followers.delete(follower) && offer.followers.size === 0) watched.delete(id);
    }
    if (watched.size > 0 || timer === null) return;
    clearTimeout(timer);
    timer = null;
  }

  return {
    async follow(ids, tell) {
      const follower: Follower = { tell, isReady: false };
      for (const id of ids) {
        const offer = watched.get(id) ?? { followers: new Set(), terms: undefined };
        offer.followers.add(follower);
        watched.set(id, offer);
      }
      try {
        await readAgain(() => look(ids));
      } catch (error) {
        leave(ids, follower);
        throw error;
      }
      follower.isReady = true;
      schedule();
      return () => leave(ids, follower);
    },
    followed: () => watched.size,
  };
}
