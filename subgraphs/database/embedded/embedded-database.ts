import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { EmbeddedDatabaseOptions } from './wire';

/** The embedded PostgreSQL (PGlite) in its own thread. */
export interface EmbeddedDatabase {
  /** A port to it, for this thread or to be transferred to another one. */
  connect(): MessagePort;
  close(): Promise<void>;
}

export async function openEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  if (options.dataDir !== null) mkdirSync(dirname(options.dataDir), { recursive: true });
  const worker = new Worker(join(__dirname, 'database-worker.ts'), {
    workerData: options,
    execArgv: ['--require', 'tsx/cjs'],
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the embedded database ended before it was open')));
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  // Its death is met by every query that waits for it or comes after.
  worker.on('error', () => undefined);
  return {
    connect() {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ connect: port2 }, [port2]);
      return port1;
    },
    close() {
      worker.postMessage({ close: true });
      return ended;
    },
  };
}
