import type { DataSource } from './data-source';

/** A way to a subgraph that may hold sockets. */
export type ClosableDataSource = DataSource & { close?(): void };

/** How requests leave for a subgraph: in-process or over HTTP. */
export type CreateDataSource = (subgraph: { name: string; url: string }) => ClosableDataSource;

/** The data sources of one supergraph, as long as that is served. */
export interface DataSourceLease {
  readonly dataSource: CreateDataSource;
  release(): void;
}

/**
 * Data sources that outlive the supergraph they were made for: the next one gets the same for a subgraph of
 * the same name and address, with its sockets and parsed queries. One that no supergraph uses is closed.
 */
export function reuseDataSources(create: CreateDataSource): () => DataSourceLease {
  const known = new Map<string, { readonly source: ClosableDataSource; leases: number }>();
  return () => {
    const leased = new Set<string>();
    return {
      dataSource({ name, url }) {
        const key = JSON.stringify([name, url]);
        const one = known.get(key) ?? { source: create({ name, url }), leases: 0 };
        known.set(key, one);
        if (!leased.has(key)) one.leases += 1;
        leased.add(key);
        return one.source;
      },
      release() {
        for (const key of leased) {
          const one = known.get(key);
          if (!one || (one.leases -= 1) > 0) continue;
          known.delete(key);
          one.source.close?.();
        }
        leased.clear();
      },
    };
  };
}
