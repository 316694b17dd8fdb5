declare const brand: unique symbol;
export type FeedName = string & { readonly [brand]: 'FeedName' };
/** Where to go on reading: opaque outside its adapter, safe to keep in a database. */
export type FeedCursor = string & { readonly [brand]: 'FeedCursor' };

export interface RejectedRecord {
  /** What identifies the record at its source, as far as it could be read. */
  readonly recordId: string;
  /** The field and its problem, in our words. */
  readonly reason: string;
}

export function feedName(text: string): FeedName {
  return text as FeedName;
}
