/** What is kept back of a client's time: to ask the index instead, and for the way back. */
const RESERVED_SHARE = 0.1;
const LONGEST_RESERVE_MS = 150;

/** Until when a marketplace is waited for, so that the client still has its answer by the deadline. */
export function readingDeadline(deadline: number, now: number): number {
  const remainingMs = Math.max(0, deadline - now);
  return deadline - Math.min(LONGEST_RESERVE_MS, remainingMs * RESERVED_SHARE);
}
