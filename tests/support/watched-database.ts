import type { Database } from '../../subgraphs/database/connect';

/** A database whose queries are counted, and which may be away for a while. */
export interface WatchedDatabase {
  readonly db: Database;
  queries(): number;
  /** What every query fails with from now on; null lets them pass. */
  failWith(error: Error | null): void;
}

/** As the driver says it when the server is not there. */
export const DATABASE_AWAY = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

export function watchedDatabase(db: Database): WatchedDatabase {
  let queries = 0;
  let failure: Error | null = null;
  return {
    queries: () => queries,
    failWith: (error) => (failure = error),
    db: db.withPlugin({
      transformQuery({ node }) {
        queries += 1;
        if (failure !== null) throw failure;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    }),
  };
}
