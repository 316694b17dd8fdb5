import type { FeedCursor } from '../../core/contract';

/** A page of the pull: its number means nothing without the page size it was counted with. */
export interface PullPage {
  readonly page: number;
  readonly perPage: number;
}

export function formatPage({ page, perPage }: PullPage): FeedCursor {
  return `${page}/${perPage}` as FeedCursor;
}

export function parsePage(cursor: FeedCursor): PullPage | null {
  const match = /^([1-9]\d{0,8})\/([1-9]\d{0,2})$/.exec(cursor);
  return match ? { page: Number(match[1]), perPage: Number(match[2]) } : null;
}
