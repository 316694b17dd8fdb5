import { createHash } from 'node:crypto';
import type { FeedCursor } from '../../core/contract';
import type { MarketplaceId } from '../../core/ids';

/** Where a partner's feed stands. */
export interface FeedPosition {
  /** The partner's own cursor, opaque to us; null for the first page. */
  readonly after: string | null;
  /** Counted from 1. */
  readonly page: number;
  /** Hash of the cursor of an earlier page; empty before there was one. */
  readonly mark: string;
}

/** Longer than any cursor seen; each is kept with every offer of its page. */
export const CURSOR_MAX = 2_000;

export const START: FeedPosition = { after: null, page: 1, mark: '' };

/** With the marketplace before it: a cursor of another one is known for what it is. */
export function formatPosition(marketplace: MarketplaceId, { after, page, mark }: FeedPosition): FeedCursor {
  const wrapped = Buffer.from(after ?? '', 'utf8').toString('base64url');
  return `${marketplace}~${page}~${mark}~${wrapped}` as FeedCursor;
}

export function parsePosition(marketplace: MarketplaceId, cursor: FeedCursor): FeedPosition | null {
  const match = /^([a-z0-9-]+)~([1-9]\d{0,8})~([0-9a-f]{16})?~([\w-]*)$/.exec(cursor);
  if (match?.[1] !== marketplace) return null;
  const after = Buffer.from(match[4] ?? '', 'base64url').toString('utf8');
  return { after: after === '' ? null : after, page: Number(match[2]), mark: match[3] ?? '' };
}

/**
 * The position that the partner's `next` leads to; null where it leads round in a circle. A mark is set at
 * pages 2, 4, 8 and so on, so that any circle comes by one sooner or later (Brent's way of finding cycles),
 * without a memory of all cursors.
 */
export function following(from: FeedPosition, next: string): FeedPosition | null {
  const hash = createHash('sha256').update(next).digest('hex').slice(0, 16);
  if (next === from.after || hash === from.mark) return null;
  const page = from.page + 1;
  return { after: next, page, mark: Number.isInteger(Math.log2(page)) ? hash : from.mark };
}
