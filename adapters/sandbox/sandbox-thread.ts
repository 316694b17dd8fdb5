import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MarketplaceAccess } from '../marketplaces';
import type { SandboxOptions } from './start';

export interface SandboxThread {
  readonly access: MarketplaceAccess;
  /** Tells the marketplaces where Pasar takes their reports of orders. */
  reportTo(url: string): void;
  close(): Promise<void>;
}

/** Starts the sandbox beside this thread; resolves when its servers listen. */
export async function startSandboxThread(options: Omit<SandboxOptions, 'now'>): Promise<SandboxThread> {
  const worker = new Worker(join(__dirname, 'sandbox-worker.ts'), {
    workerData: options,
    execArgv: ['--require', 'tsx/cjs'],
  });
  const access = await new Promise<MarketplaceAccess>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return {
    access,
    reportTo: (url) => worker.postMessage({ reportTo: url }),
    close() {
      worker.postMessage('close');
      return ended;
    },
  };
}
