import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HostPolicy } from '../../../adapters/core/http/host-policy';
import type { MarketplaceAccess } from '../../../adapters/marketplaces';
import type { DatabaseAddress } from '../../database/connect';
import type { SecretKey } from '../../partners/credentials/secret-box';
import { log } from '../../telemetry/log';
import { feedReadings } from '../../telemetry/metrics';
import type { IndexProgress } from './indexer';
import type { FeedOutcome } from './feed-reader';
import type { Schedule } from './schedule';

export interface IndexThreadOptions {
  readonly access: Partial<MarketplaceAccess>;
  /** A port is handed over to the thread. */
  readonly database: DatabaseAddress;
  readonly schedule: Schedule;
  readonly acceptShrinkage: readonly string[];
  /** What partners' credentials are sealed with. */
  readonly secretKeys: readonly SecretKey[];
  /** Which hosts partners may name. */
  readonly hosts: HostPolicy;
}

export type IndexThreadMessage =
  | { readonly kind: 'started' }
  | { readonly kind: 'progress'; readonly progress: IndexProgress }
  | {
      readonly kind: 'outcome';
      readonly marketplace: string;
      readonly feed: string;
      readonly outcome: FeedOutcome['kind'];
      /** What someone should know of: why it failed, or that it shrank. */
      readonly problem: string | null;
    }
  | { readonly kind: 'database-failed'; readonly reason: string };

export interface IndexThreadEvents {
  onProgress(progress: IndexProgress): void;
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
      else if (message.kind === 'database-failed')
        log.error({ reason: message.reason }, 'the index could not be written');
      else tellOutcome(message);
    });
  });
  worker.on('error', (error) => log.error({ error }, 'the indexer ended'));
  void ended.then(() => {
    if (!stopping) log.error('the indexer is not running any more; search goes on with what it has');
  });
  return {
    async stop() {
      stopping = true;
      worker.postMessage('stop');
      await ended;
    },
  };
}

function tellOutcome({
  marketplace,
  feed,
  outcome,
  problem,
}: Extract<IndexThreadMessage, { kind: 'outcome' }>): void {
  feedReadings.inc({ marketplace, outcome });
  if (problem !== null) log.warn({ marketplace, feed, problem }, 'a feed has a problem');
}
