import { createHash } from 'node:crypto';
import type { FeedCursor } from '../../core/contract';
import type { Offer } from '../../core/offer';

/** Where a page of the feed stands. */
export interface PagePlace {
  /** From 1. */
  readonly page: number;
  /** Records asked for; a page's number means nothing without it. */
  readonly size: number;
  /** By how many records the pages before fell short of their size (less than nothing: went beyond it). */
  readonly short: number;
  /** What the page before gave to ask for this one by; null where pages are numbered, and on the first. */
  readonly from: string | null;
  /** A mark of what the page before held, where nothing but its emptiness would end a list; else null. */
  readonly before: string | null;
}

/** Ends every cursor of this feed, so that one of another is told apart. */
const FEED = 'offers';
const NUMBERED = /^([1-9]\d{0,5})\/([1-9]\d{0,3})(?:([+-])([1-9]\d{0,7}))?@offers(?:~([0-9a-f]{8}))?$/;
const FOLLOWED = /^([1-9]\d{0,5})\/([1-9]\d{0,3})@offers(?::(.+))?$/;
const LONGEST_FROM = 6_000;

/**
 * `3/100@offers`, `3/100-50@offers` where 50 records fewer came than were asked for, `3/100-50@offers~<mark>`,
 * `3/100@offers:<encoded>`.
 */
export function formatPlace({ page, size, short, from, before }: PagePlace): FeedCursor {
  const missing = short === 0 ? '' : `${short > 0 ? '-' : '+'}${Math.abs(short)}`;
  const text = `${page}/${size}${missing}@${FEED}${from === null ? '' : `:${encodeURIComponent(from)}`}`;
  return `${text}${before === null ? '' : `~${before}`}` as FeedCursor;
}

export function parseNumbered(cursor: FeedCursor): PagePlace | null {
  const match = NUMBERED.exec(cursor);
  if (match === null) return null;
  const [, page, size, sign, missing = '0', before = null] = match;
  const place = {
    page: Number(page),
    size: Number(size),
    short: sign === '+' ? -Number(missing) : Number(missing),
    from: null,
    before,
  };
  return recordsBefore(place) < 0 ? null : place;
}

/** A cursor that a page before gave; the first page has none, every other one has. */
export function parseFollowed(cursor: FeedCursor): PagePlace | null {
  const match = cursor.length > LONGEST_FROM ? null : FOLLOWED.exec(cursor);
  if (match === null) return null;
  const place = { page: Number(match[1]), size: Number(match[2]), short: 0, before: null };
  if ((place.page === 1) !== (match[3] === undefined)) return null;
  const from = match[3] === undefined ? null : decoded(match[3]);
  return from === '' ? null : { ...place, from };
}

/** How many records the pages before this one held. */
export function recordsBefore({ page, size, short }: PagePlace): number {
  return (page - 1) * size - short;
}

/** What tells one page from another; null for one without offers, of which many are alike. */
export function markOf(offers: readonly Pick<Offer, 'id'>[]): string | null {
  if (offers.length === 0) return null;
  const ids = JSON.stringify(offers.map(({ id }) => id));
  return createHash('sha256').update(ids).digest('hex').slice(0, 8);
}

/** Empty where it is no encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
