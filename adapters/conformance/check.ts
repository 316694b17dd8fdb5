import { randomUUID } from 'node:crypto';
import type { Call } from '../core/contract';
import type { Offer } from '../core/offer';
import { askAsStranger } from './ask-as-stranger';
import { runOrderTrial, type OrderTrial } from './order-trial';
import { readFeeds, type ReadFeed } from './read-feeds';
import { wasAnswered } from './was-answered';
import type { LiveCheck, LiveSubject } from './rule';

/** Longest that one call may take: a page of a slow marketplace is still read, and told to be slow. */
const CALL_MS = 30_000;

export interface CheckOptions {
  readonly signal: AbortSignal;
  /** Epoch milliseconds at which the check is over. */
  readonly deadline: number;
  readonly now: () => Date;
}

/** A check, and its end: an order that was begun is taken back before it. */
export interface OpenCheck {
  readonly check: LiveCheck;
  /** How many offers its rules have been shown. */
  offersSeen(): number;
  /** Whether any request of the feeds got an answer. */
  answered(): boolean;
  over(): Promise<void>;
}

export function openCheck(subject: LiveSubject, { signal, deadline, now }: CheckOptions): OpenCheck {
  const call = (withinMs = CALL_MS): Call => ({
    signal,
    deadline: Math.min(deadline, Date.now() + withinMs),
    requestId: `check-${randomUUID()}`,
  });
  let isAnswered = false;
  const feeds = once(async () => {
    const read = await readFeeds(subject.marketplace, { pages: subject.pages, call, now });
    isAnswered = read.some(
      ({ pages, failure }) => pages.length > 0 || (failure !== null && wasAnswered(failure)),
    );
    return read;
  });
  let seen = 0;
  const offers = once(async () => {
    const found = (await feeds()).flatMap(offersOf);
    seen = new Set(found.map(({ id }) => id)).size;
    return found;
  });
  const asStranger = once(async () =>
    subject.stranger === null ? [] : askAsStranger(subject.stranger, await offers(), call),
  );
  let placing: Promise<OrderTrial | null> | null = null;
  const trial = (): Promise<OrderTrial | null> =>
    (placing ??= offers().then((found) => runOrderTrial(subject, found, call)));
  return {
    check: { ...subject, secrets: secretsOf(subject), feeds, offers, asStranger, trial, call, now },
    offersSeen: () => seen,
    answered: () => isAnswered,
    async over() {
      await placing?.catch(() => undefined); // whoever asked for it was told
    },
  };
}

/** Some sign in by their own name, which every id shows. */
function secretsOf({ marketplace: { id, name }, secrets = [] }: LiveSubject): readonly string[] {
  return secrets.filter((secret) => secret !== id && secret !== name);
}

function offersOf({ pages }: ReadFeed): readonly Offer[] {
  return pages.flatMap(({ page }) => page.offers);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
