import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Composition, CompositionRequest } from './compose-request';

/** Far above what composing takes: a subgraph that takes longer is refused. */
const WITHIN_MS = 60_000;

/** Composes beside this thread. Rejects when the thread dies, or takes too long. */
export function composeBeside(request: CompositionRequest): Promise<Composition> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'composition-worker.ts'), {
      workerData: request,
      execArgv: ['--require', 'tsx/cjs'],
    });
    const timer = setTimeout(() => {
      reject(new Error(`composing took longer than ${WITHIN_MS / 1_000} s`));
      void worker.terminate();
    }, WITHIN_MS);
    worker.once('message', (composition: Composition) => resolve(composition));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`composing ended with code ${code}`)); // of no effect once it answered
    });
  });
}
