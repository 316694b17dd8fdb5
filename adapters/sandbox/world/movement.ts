import { fraction, hash } from './random';
import type { Listing } from './listings';

/** What moves: the state of a listing at an instant, a pure function of both. */
export interface ListingState {
  /** Whole rupiah. */
  readonly price: number;
  readonly quantity: number;
  readonly priceUpdatedAt: Date;
  readonly stockUpdatedAt: Date;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How often listings change, as shares: a few are lively, most are touched weekly. */
const RHYTHMS: readonly (readonly [share: number, periodMs: number])[] = [
  [0.03, 10 * MINUTE],
  [0.22, 6 * HOUR],
  [0.35, DAY],
  [0.4, 7 * DAY],
];
/** A price moves this far around its usual value. */
const PRICE_SWING = 0.05;
/** One listing in twelve is sold out at any time. */
const SOLD_OUT = 1 / 12;

export function listingState(listing: Listing, now: Date): ListingState {
  const price = tick(listing.chance, 1, now);
  const stock = tick(listing.chance, 2, now);
  const swing = 1 + PRICE_SWING * (2 * fraction(listing.chance, 3, price.number) - 1);
  const soldOut = fraction(listing.chance, 4, stock.number) < SOLD_OUT;
  return {
    price: Math.max(500, Math.round((listing.usualPrice * swing) / 100) * 100),
    quantity: soldOut ? 0 : 1 + (hash(listing.chance, 5, stock.number) % (2 * listing.usualStock)),
    priceUpdatedAt: price.since,
    stockUpdatedAt: stock.since,
  };
}

/** The number of the period that `now` falls in, and when it began; each listing has its own phase. */
function tick(chance: number, clock: number, now: Date): { number: number; since: Date } {
  let left = fraction(chance, clock);
  let period = 7 * DAY;
  for (const [share, ms] of RHYTHMS) {
    if (left < share) {
      period = ms;
      break;
    }
    left -= share;
  }
  const phase = hash(chance, clock, 7) % period;
  const number = Math.floor((now.getTime() + phase) / period);
  // Clocks of the feeds count whole seconds.
  return { number, since: new Date(Math.ceil((number * period - phase) / 1000) * 1000) };
}
