import type { MarketplaceId } from '../../adapters/core/ids';
import type { Database } from '../../subgraphs/database/connect';
import { startHealthReports } from '../../subgraphs/marketplace/health-reports';
import type { Partners } from '../../subgraphs/partners/open-partners';
import { log } from '../../subgraphs/telemetry/log';
import { createPartnerDataSource, type PartnerDataSource } from './partner';

/** The ways from this gateway to partners' own subgraphs, and what is told of how these do. */
export interface PartnerSubgraphs {
  dataSource(id: MarketplaceId, url: string): PartnerDataSource;
  close(): Promise<void>;
}

export function openPartnerSubgraphs({
  db,
  partners,
  deadlineMs,
}: {
  readonly db: Database;
  readonly partners: Partners;
  readonly deadlineMs: number;
}): PartnerSubgraphs {
  const open = new Set<PartnerDataSource>();
  const reports = startHealthReports({
    readers: () => [...open].filter(wasAsked),
    db,
    onError: (error) => log.warn({ error }, "the health of partners' subgraphs could not be written down"),
  });
  return {
    dataSource(id, url) {
      const source = createPartnerDataSource({ id, url, partners, deadlineMs, onState: reports.tell });
      open.add(source);
      return {
        ...source,
        close() {
          open.delete(source);
          source.close();
        },
      };
    },
    close: () => reports.close(),
  };
}

function wasAsked({ health }: PartnerDataSource): boolean {
  const { state, failureRate } = health();
  return state !== 'CLOSED' || failureRate !== null;
}
