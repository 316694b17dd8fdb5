import { followAbort } from '../../../adapters/core/following-abort';
import type { Database } from '../../database/connect';
import { log } from '../../telemetry/log';
import { renewCheck, type ClaimedCheck } from './claim-check';

/** Several times in a lease: a renewal that fails costs nothing. */
const RENEW_EVERY_MS = 4_000;

/**
 * Carries a check out, and keeps it from falling free meanwhile. Its signal also aborts when another took the
 * check over: nobody waits for this one any more.
 */
export async function holdingCheck(
  db: Database,
  claimed: ClaimedCheck,
  signal: AbortSignal,
  carryOut: (signal: AbortSignal) => Promise<void>,
  everyMs = RENEW_EVERY_MS,
): Promise<void> {
  const held = followAbort(signal);
  const { id: marketplace, version } = claimed;
  async function renew(): Promise<void> {
    try {
      if (!(await renewCheck(db, claimed))) held.abort();
    } catch (error) {
      log.warn({ marketplace, version, error }, 'a check that is under way could not be renewed');
    }
  }
  const timer = setInterval(() => void renew(), everyMs);
  try {
    await carryOut(held.signal);
  } finally {
    clearInterval(timer);
    held.release();
  }
}
