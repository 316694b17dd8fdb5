import { CommandFailed } from './command';

/** Runs with a signal that Ctrl-C aborts, so that what was begun is ended properly; a second Ctrl-C leaves at once. */
export async function untilInterrupted<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const abort = (): void => interrupted.abort();
  process.once('SIGINT', abort);
  try {
    return await run(interrupted.signal);
  } catch (error) {
    throw interrupted.signal.aborted ? new CommandFailed('broken off', 1) : error;
  } finally {
    process.off('SIGINT', abort);
  }
}
