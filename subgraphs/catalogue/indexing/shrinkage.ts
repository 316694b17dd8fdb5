/** What a whole reading of a feed found, against what was known before. */
export interface ReadingCounts {
  /** Offers known before the reading began. */
  readonly known: number;
  /** Of those, not met by it. */
  readonly unseen: number;
  /** Records read, repeats and rejected ones included. */
  readonly read: number;
  /** What the feed last said it holds; null where it doesn't say. */
  readonly total: number | null;
}

/** More than this share gone at once is a fault of the feed rather than of trade. */
const MAX_SHRINKAGE = 0.2;

export type Verdict =
  /** What two whole readings in a row did not meet may go. */
  | { readonly kind: 'REMOVE' }
  /** The feed did not give all that it says it holds: nothing may go. */
  | { readonly kind: 'INCOMPLETE'; readonly problem: string | null }
  /** Too much is gone to believe it: nothing goes until someone has looked at it. */
  | { readonly kind: 'SHRANK'; readonly problem: string };

/** May offers that a whole reading did not meet be removed from the index? */
export function judgeReading({ known, unseen, read, total }: ReadingCounts): Verdict {
  if (total !== null && read < total) {
    // A few short: records went between the pages. Many short: the feed broke off without saying so.
    const problem = `the feed says it holds ${total} records and ended after ${read}; nothing was removed`;
    return { kind: 'INCOMPLETE', problem: read < total * (1 - MAX_SHRINKAGE) ? problem : null };
  }
  if (unseen > known * MAX_SHRINKAGE) {
    const share = `more than ${MAX_SHRINKAGE * 100} %`;
    return {
      kind: 'SHRANK',
      problem: `${unseen} of ${known} offers were no longer in the feed, ${share}; nothing was removed`,
    };
  }
  return { kind: 'REMOVE' };
}
