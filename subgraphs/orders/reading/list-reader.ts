import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Marketplace } from '../../../adapters/core/contract';
import type { Database } from '../../database/connect';
import { log } from '../../telemetry/log';
import type { OrderNews } from '../order-news';
import { claimList, registerLists, type ListKey } from './order-sync';
import { readList } from './read-list';

export interface ListReader {
  /** Resolves once every list that is due has been read or has failed once. */
  readPending(): Promise<void>;
  /** Reads lists as they fall due, until stopped. */
  run(): void;
  stop(): Promise<void>;
}

export interface ListReaderOptions {
  readonly db: Database;
  readonly news: OrderNews;
  readonly marketplaces: readonly Marketplace[];
  /** Between two readings of a list; its source is hours behind anyway. */
  readonly everyMs: number;
}

const IDLE_MS = 2_000;
const AFTER_ERROR_MS = 5_000;

/** Keeps the ledger in step with lists of orders, one list at a time. Any number of them may run on one database. */
export function createListReader({ db, news, marketplaces, everyMs }: ListReaderOptions): ListReader {
  const ports = new Map(marketplaces.flatMap(({ id, orders }) => (orders ? [[id, orders] as const] : [])));
  const lists: readonly ListKey[] = [...ports].flatMap(([marketplace, port]) =>
    port.feeds.map((feed) => ({ marketplace, feed })),
  );
  const stopping = new AbortController();
  const reading = { db, news, everyMs, holder: randomUUID() };
  const isStopping = (): boolean => stopping.signal.aborted;
  let running: Promise<void> | null = null;

  async function readNext(): Promise<boolean> {
    const list = await claimList(db, lists, reading.holder);
    const port = list === null ? undefined : ports.get(list.marketplace);
    if (list === null || port === undefined) return false;
    await readList(list, port, reading, stopping.signal);
    return true;
  }

  async function readPending(): Promise<void> {
    await registerLists(db, lists);
    while (!isStopping() && (await readNext()));
  }

  async function loop(): Promise<void> {
    while (!isStopping()) {
      let pauseMs = IDLE_MS;
      try {
        await readPending();
      } catch (error) {
        if (isStopping()) return;
        log.error({ error }, 'lists of orders could not be read; they are tried again');
        pauseMs = AFTER_ERROR_MS;
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    readPending,
    run() {
      if (lists.length > 0) running ??= loop();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
