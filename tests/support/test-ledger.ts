import type { Database } from '../../subgraphs/database/connect';
import { openLedger, type Ledger } from '../../subgraphs/orders/open-ledger';
import { readProcurementRules } from '../../subgraphs/orders/purchasing/procurement-rules';
import { noPartners } from '../../subgraphs/partners/no-partners';

/** A ledger with no marketplace to ask: for what is in the database. */
export function ledgerOn(db: Database, redisUrl: string | null = null): Ledger {
  return openLedger({
    db,
    sources: {},
    partners: noPartners.ledger,
    access: {},
    redisUrl,
    rules: readProcurementRules(null),
    timeoutMs: 1_000,
    listsEveryMs: 1_000,
    statusesEveryMs: 1_000,
    publicUrl: () => null,
  });
}
