import { setTimeout as wait } from 'node:timers/promises';
import { log } from '../../telemetry/log';
import { carryOut, type CarryingOut } from './carry-out';
import { dueCalls } from './outbox';

export interface OutboxWorker {
  /** Does what is owed and due now. */
  runOnce(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;
const AFTER_ERROR_MS = 5_000;
const CALLS_AT_ONCE = 8;

/** Sees to calls that were owed when a process died, or whose outcome is not known. Any number may run. */
export function startOutboxWorker(context: CarryingOut): OutboxWorker {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;

  async function runOnce(): Promise<void> {
    const due = await dueCalls(context.db, CALLS_AT_ONCE);
    await Promise.all(due.map((reference) => carryOut(reference, context, stopping.signal)));
  }

  async function run(): Promise<void> {
    while (!isStopping()) {
      let pauseMs = EVERY_MS;
      try {
        await runOnce();
      } catch (error) {
        if (isStopping()) return;
        log.error({ error }, 'owed orders could not be seen to; they are tried again');
        pauseMs = AFTER_ERROR_MS;
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    runOnce,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
