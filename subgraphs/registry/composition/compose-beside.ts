import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createBulkhead } from '../../../adapters/core/resilience/bulkhead';
import type { Composition, CompositionRequest } from './compose-request';

/** Far above what composing takes: a subgraph that takes longer is refused. */
const WITHIN_MS = 60_000;
/** The same for memory; Pasar's own subgraphs and a partner's want less than a tenth. */
const WITHIN_MB = 512;

/** Each takes a second of a core: what many publish at the same time waits for its turn, and not without end. */
const turns = createBulkhead({ atOnce: 2, waiting: 64 });
const patient = new AbortController().signal;

/**
 * Composes beside this thread. What takes too long or too much is no composition; rejects (`BulkheadFull`)
 * where too many wait already.
 */
export function composeBeside(request: CompositionRequest): Promise<Composition> {
  return turns.execute(() => compose(request), patient);
}

function compose(request: CompositionRequest): Promise<Composition> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'composition-worker.ts'), {
      workerData: request,
      execArgv: ['--require', 'tsx/cjs'],
      resourceLimits: { maxOldGenerationSizeMb: WITHIN_MB },
    });
    const timer = setTimeout(() => {
      resolve(tooMuch(`takes longer than ${WITHIN_MS / 1_000} s`));
      void worker.terminate();
    }, WITHIN_MS);
    worker.once('message', (composition: Composition) => resolve(composition));
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(tooMuch(`takes more than ${WITHIN_MB} MB`));
      else reject(error);
    });
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`composing ended with code ${code}`)); // of no effect once it answered
    });
  });
}

function tooMuch(what: string): Composition {
  return { reasons: [{ code: 'TOO_LARGE', message: `composing it ${what}`, subgraphs: [] }] };
}
