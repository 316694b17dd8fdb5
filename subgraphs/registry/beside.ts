import { Worker } from 'node:worker_threads';

/** How much a piece of work may take. */
export interface Limits {
  readonly withinMs: number;
  readonly withinMb: number;
}

/** Work that took more than it may; its message says what, and goes on from the name of the work. */
export class TakesTooMuch extends Error {}

/**
 * Has a module of this code work in a thread of its own, so that no query waits for it. The module posts one
 * message, its answer. Rejects with `TakesTooMuch` beyond the limits, and with whatever the module throws.
 */
export function runBeside<Answer>(
  module: string,
  request: unknown,
  { withinMs, withinMb }: Limits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(module, {
      workerData: request,
      execArgv: ['--require', 'tsx/cjs'],
      resourceLimits: { maxOldGenerationSizeMb: withinMb },
    });
    const timer = setTimeout(() => {
      reject(new TakesTooMuch(`takes longer than ${withinMs / 1_000} s`));
      void worker.terminate();
    }, withinMs);
    worker.once('message', (answer: Answer) => resolve(answer));
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(outOfMemory ? new TakesTooMuch(`takes more than ${withinMb} MB`) : error);
    });
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`a thread ended with code ${code}`)); // of no effect once it answered
    });
  });
}
