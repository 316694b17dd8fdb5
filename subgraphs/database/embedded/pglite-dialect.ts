import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { MessagePort } from 'node:worker_threads';
import type { QueryMessage, ReplyMessage } from './wire';

/** Kysely over a port to the embedded database: PostgreSQL's own dialect with another way to travel. */
export function createPgliteDialect(port: MessagePort): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createPortDriver(port),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** What PostgreSQL refused, with its SQLSTATE as the pg driver gives it. */
class PgliteError extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
    this.name = 'PgliteError';
  }
}

function withDates(row: Record<string, unknown>, instants: readonly string[]): Record<string, unknown> {
  if (instants.length === 0) return row;
  const dates = instants.map(
    (name) => [name, typeof row[name] === 'string' ? new Date(row[name]) : null] as const,
  );
  return { ...row, ...Object.fromEntries(dates) };
}

interface Waiting {
  resolve(reply: ReplyMessage): void;
  reject(error: Error): void;
}

function createPortDriver(port: MessagePort): Driver {
  const waiting = new Map<number, Waiting>();
  let queries = 0;
  let sessions = 0;
  const free: DatabaseConnection[] = [];
  let closed = false;

  port.on('message', (reply: ReplyMessage) => {
    waiting.get(reply.id)?.resolve(reply);
    waiting.delete(reply.id);
  });
  port.on('close', () => {
    closed = true;
    for (const { reject } of waiting.values())
      reject(new PgliteError('the embedded database is closed', '57P01'));
    waiting.clear();
  });

  async function send(
    session: number,
    sql: string,
    parameters: readonly unknown[],
  ): Promise<QueryResult<never>> {
    if (closed) throw new PgliteError('the embedded database is closed', '57P01');
    const message: QueryMessage = { id: ++queries, session, sql, parameters };
    const reply = await new Promise<ReplyMessage>((resolve, reject) => {
      waiting.set(message.id, { resolve, reject });
      port.postMessage(message);
    });
    if ('error' in reply) throw new PgliteError(reply.error.message, reply.error.code);
    return {
      rows: reply.rows.map((row) => withDates(row, reply.instants)) as never[],
      numAffectedRows: BigInt(reply.affected),
    };
  }

  function connection(): DatabaseConnection {
    const session = ++sessions;
    return {
      executeQuery: (query) => send(session, query.sql, query.parameters),
      streamQuery: () => {
        throw new Error('the embedded database does not stream');
      },
    };
  }

  async function run(on: DatabaseConnection, sql: string): Promise<void> {
    await on.executeQuery(CompiledQuery.raw(sql));
  }

  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(free.pop() ?? connection()),
    releaseConnection: (released) => Promise.resolve(void free.push(released)),
    beginTransaction: (on: DatabaseConnection, _settings: TransactionSettings) => run(on, 'begin'),
    commitTransaction: (on) => run(on, 'commit'),
    rollbackTransaction: (on) => run(on, 'rollback'),
    destroy: () => {
      port.close();
      return Promise.resolve();
    },
  };
}
