import type { FeedCursor } from '../../core/contract';

/** A page of a catalogue: its number means nothing without the page size and the file that it was counted in. */
export interface CifPage {
  readonly page: number;
  readonly perPage: number;
  readonly fingerprint: string;
}

export function formatPage({ page, perPage, fingerprint }: CifPage): FeedCursor {
  return `${page}/${perPage}@${fingerprint}` as FeedCursor;
}

export function parsePage(cursor: FeedCursor): CifPage | null {
  const [, page, perPage, fingerprint] = /^([1-9]\d{0,8})\/([1-9]\d{0,4})@([0-9a-f]{32})$/.exec(cursor) ?? [];
  return fingerprint === undefined ? null : { page: Number(page), perPage: Number(perPage), fingerprint };
}
