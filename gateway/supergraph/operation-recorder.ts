import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, print, stripIgnoredCharacters, visit, type DocumentNode } from 'graphql';
import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import type { Database } from '../../subgraphs/database/connect';
import type { RequestContext } from '../../subgraphs/request-context';
import { log } from '../../subgraphs/telemetry/log';

/** Writes down which operations clients send, so that it is known what a change of the graph would break. */
export interface OperationRecorder {
  readonly plugin: ApolloServerPlugin<RequestContext>;
  /** Writes what was gathered. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_MS = 10_000;
/** Different operations between two writings: what is beyond is one of a kind, and no portal's. */
const MOST_GATHERED = 500;
const LONGEST_DOCUMENT = 20_000;
/** As long as breaking changes are held against them. */
const KEPT_DAYS = 30;
/** More than breaking changes are held against; who makes up operations for fun fills no disk. */
const MOST_KEPT = 20_000;
/** Texts whose recorded form is remembered, by their hash. */
const KNOWN = 2_000;

interface Recorded {
  readonly document: string;
  times: number;
}

export function createOperationRecorder(
  db: Database,
  { mostKept = MOST_KEPT }: { readonly mostKept?: number } = {},
): OperationRecorder {
  const known = new LRUCache<string, { readonly hash: string; readonly document: string }>({ max: KNOWN });
  let gathered = new Map<string, Recorded>();
  let writing: Promise<void> = Promise.resolve();

  function record(queryHash: string, parsed: DocumentNode): void {
    let operation = known.get(queryHash);
    if (operation === undefined) {
      const document = withoutValues(parsed);
      if (document.length > LONGEST_DOCUMENT) return;
      operation = { document, hash: createHash('sha256').update(document).digest('hex') };
      known.set(queryHash, operation);
    }
    const one = gathered.get(operation.hash);
    if (one !== undefined) one.times += 1;
    else if (gathered.size < MOST_GATHERED)
      gathered.set(operation.hash, { document: operation.document, times: 1 });
  }

  async function write(): Promise<void> {
    if (gathered.size === 0) return;
    const rows = [...gathered]
      .map(([hash, { document, times }]) => ({ hash, document, times: String(times) }))
      // In one order everywhere: two processes that write the same must not wait for each other in turn.
      .sort((a, b) => (a.hash < b.hash ? -1 : 1));
    gathered = new Map();
    await db
      .insertInto('recorded_operation')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('hash').doUpdateSet((row) => ({
          last_seen: sql<Date>`now()`,
          times: sql<string>`recorded_operation.times + ${row.ref('excluded.times')}`,
        })),
      )
      .execute();
    await forget();
  }

  /** What nobody sends any more, and what is beyond all bounds: the operations that are sent most stay. */
  async function forget(): Promise<void> {
    await sql`
      delete from recorded_operation where last_seen < now() - ${`${KEPT_DAYS} days`}::interval
        or hash in (select hash from recorded_operation order by times desc, last_seen desc, hash
                    offset ${sql.lit(mostKept)})`.execute(db);
  }

  function flush(): Promise<void> {
    writing = writing.then(write).catch((error: unknown) => {
      log.warn({ error }, 'operations could not be recorded');
    });
    return writing;
  }

  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  return {
    plugin: {
      requestDidStart: () =>
        Promise.resolve({
          didResolveOperation({ queryHash, document }) {
            record(queryHash, document);
            return Promise.resolve();
          },
        }),
    },
    flush,
    close() {
      clearInterval(timer);
      return flush();
    },
  };
}

/** The same operation with every value written in it emptied: what clients look for is theirs alone. */
export function withoutValues(document: DocumentNode): string {
  const emptied = visit(document, {
    [Kind.STRING]: (node) => ({ ...node, value: '', block: false }),
    [Kind.INT]: (node) => ({ ...node, value: '0' }),
    [Kind.FLOAT]: (node) => ({ ...node, value: '0' }),
  });
  return stripIgnoredCharacters(print(emptied));
}
