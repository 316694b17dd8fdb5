import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MarketplaceAccess } from '../../../adapters/marketplaces';
import type { DatabaseAddress } from '../../database/connect';
import type { IndexProgress } from './indexer';
import type { Schedule } from './schedule';

export interface IndexThreadOptions {
  readonly access: Partial<MarketplaceAccess>;
  /** A port is handed over to the thread. */
  readonly database: DatabaseAddress;
  readonly schedule: Schedule;
  readonly acceptShrinkage: readonly string[];
}

export type IndexThreadMessage =
  | { readonly kind: 'started' }
  | { readonly kind: 'progress'; readonly progress: IndexProgress }
  | { readonly kind: 'problem'; readonly text: string };

export interface IndexThreadEvents {
  onProgress(progress: IndexProgress): void;
  /** Something that a person should know of: a feed that fails, shrinks, or a thread that died. */
  onProblem(text: string): void;
}

export interface IndexThread {
  stop(): Promise<void>;
}

/** Starts the indexer beside this thread; resolves when the marketplaces and their feeds are known. */
export async function startIndexThread(
  options: IndexThreadOptions,
  events: IndexThreadEvents,
): Promise<IndexThread> {
  const worker = new Worker(join(__dirname, 'index-worker.ts'), {
    workerData: options,
    transferList: 'port' in options.database ? [options.database.port] : [],
    execArgv: ['--require', 'tsx/cjs'],
  });
  let stopping = false;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: IndexThreadMessage) => {
      if (message.kind === 'started') resolve();
      else if (message.kind === 'progress') events.onProgress(message.progress);
      else events.onProblem(message.text);
    });
  });
  worker.on('error', (error) => events.onProblem(`the indexer ended: ${error.message}`));
  void ended.then(() => {
    if (!stopping) events.onProblem('the indexer is not running any more; search goes on with what it has');
  });
  return {
    async stop() {
      stopping = true;
      worker.postMessage('stop');
      await ended;
    },
  };
}
