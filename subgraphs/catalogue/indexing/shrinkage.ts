/** What a whole reading of a feed found, against what was known before. */
export interface ReadingCounts {
  /** Offers known before the reading began. */
  readonly known: number;
  /** Of those, not met by it. */
  readonly unseen: number;
  /** Records read, repeats and rejected ones included. */
  readonly read: number;
  /** What the feed said it holds on its first and on its last page; null where it didn't say. */
  readonly firstTotal: number | null;
  readonly lastTotal: number | null;
}

/** More than this share gone at once is a fault of the feed rather than of trade. */
const MAX_SHRINKAGE = 0.2;

export type Verdict =
  | { readonly remove: true }
  /** Nothing is removed, and why; `problem` when someone should look at it. */
  | { readonly remove: false; readonly problem: string | null };

/** May the offers that a whole reading did not meet be removed from the index? */
export function judgeReading({ known, unseen, read, firstTotal, lastTotal }: ReadingCounts): Verdict {
  if (lastTotal !== null && read < lastTotal * (1 - MAX_SHRINKAGE)) {
    return {
      remove: false,
      problem: `the feed says it holds ${lastTotal} records and ended after ${read}; nothing was removed`,
    };
  }
  if (unseen > known * MAX_SHRINKAGE) {
    return {
      remove: false,
      problem: `${unseen} of ${known} offers were no longer in the feed, more than ${MAX_SHRINKAGE * 100} %; nothing was removed`,
    };
  }
  // Records came or went between the pages: one may have slid past unseen. The next reading decides.
  if (firstTotal !== lastTotal) return { remove: false, problem: null };
  return { remove: true };
}
