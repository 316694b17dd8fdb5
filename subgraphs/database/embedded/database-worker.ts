import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { createSessionQueue } from './session-queue';
import type { ControlMessage, EmbeddedDatabaseOptions, QueryMessage, ReplyMessage } from './wire';

/**
 * The thread that holds the embedded PostgreSQL. WebAssembly runs where it is called; here it holds up
 * no other thread's work. Every other thread talks to it over a port of its own.
 */
const INT8 = 20;
const NUMERIC = 1700;
const TIMESTAMPTZ = 1184;
const asText = (text: string): string => text;

async function main(): Promise<void> {
  if (!parentPort) throw new Error('the database worker runs in a worker thread');
  const { dataDir } = workerData as EmbeddedDatabaseOptions;
  // The extension is published as an ES module only.
  const [{ PGlite }, { pg_trgm }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
  ]);
  const db = await PGlite.create({
    ...(dataDir === null ? {} : { dataDir }),
    extensions: { pg_trgm },
    // As the pg driver has it: neither of the first two fits a JavaScript number.
    parsers: { [INT8]: asText, [NUMERIC]: asText, [TIMESTAMPTZ]: asText },
  });
  const queue = createSessionQueue();
  let ports = 0;

  function serve(port: MessagePort): void {
    const name = ++ports;
    const sessions = new Set<string>();
    port.on('message', (message: QueryMessage) => {
      const session = `${name}/${message.session}`;
      sessions.add(session);
      queue.add({
        session,
        sql: message.sql,
        run: async () => port.postMessage(await reply(db, message)),
      });
    });
    port.on('close', () => {
      for (const session of sessions) {
        if (queue.drop(session))
          queue.add({
            session,
            sql: 'rollback',
            run: async () => {
              await db.exec('rollback');
            },
          });
      }
    });
  }

  parentPort.on('message', (message: ControlMessage) => {
    if ('connect' in message) return serve(message.connect);
    const finish = async (): Promise<void> => {
      await db.close();
      parentPort?.postMessage({ closed: true });
      parentPort?.close();
    };
    queue.add({ session: 'close', sql: 'close', run: finish });
  });
  parentPort.postMessage({ ready: true });
}

interface Queryable {
  query(
    sql: string,
    parameters: unknown[],
  ): Promise<{
    rows: Record<string, unknown>[];
    affectedRows?: number;
    fields: { name: string; dataTypeID: number }[];
  }>;
}

async function reply(db: Queryable, { id, sql, parameters }: QueryMessage): Promise<ReplyMessage> {
  try {
    const result = await db.query(sql, [...parameters]);
    const instants = result.fields
      .filter(({ dataTypeID }) => dataTypeID === TIMESTAMPTZ)
      .map(({ name }) => name);
    return { id, rows: result.rows, affected: result.affectedRows ?? 0, instants };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return { id, error: { message, code } };
  }
}

void main();
