type Headers = Readonly<Record<string, unknown>>;

/** Beyond any window known of the gateway (a minute, an hour): a header that says more is misread. */
const LONGEST_WAIT_MS = 60 * 60_000;
/** No wait is this many seconds long, no epoch this early: what is smaller counts from now. */
const LARGEST_WAIT_SECONDS = 1_000_000;
/** Epoch seconds stay below this for some thousand years; epoch milliseconds passed it in 1973. */
const LARGEST_EPOCH_SECONDS = 100_000_000_000;

/**
 * When the quota is filled up again, in epoch milliseconds, by `X-RateLimit-Reset`. Its unit is not
 * documented. All three in use are told apart by size: seconds from now, epoch seconds, epoch milliseconds.
 */
export function quotaResetAt(headers: Headers, now: Date): number | null {
  const reset = wholeNumber(headers['x-ratelimit-reset']);
  if (reset === null) return null;
  const at =
    reset <= LARGEST_WAIT_SECONDS
      ? now.getTime() + reset * 1000
      : reset < LARGEST_EPOCH_SECONDS
        ? reset * 1000
        : reset;
  return Math.min(Math.max(at, now.getTime()), now.getTime() + LONGEST_WAIT_MS);
}

/** Epoch milliseconds before which nothing more should be asked; null while some of the quota is left. */
export function notBeforeOf(headers: Headers, now: Date): number | null {
  return wholeNumber(headers['x-ratelimit-remaining']) === 0 ? quotaResetAt(headers, now) : null;
}

function wholeNumber(header: unknown): number | null {
  return typeof header === 'string' && /^\d{1,16}$/.test(header.trim()) ? Number(header) : null;
}
