import type { Transaction } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { GraphBreakingChange } from '../../../schema/federation/breaking-changes';
import type { CompositionReason } from '../../../schema/federation/compose';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { baseSubgraphs } from './base-subgraphs';
import { composeBeside } from './compose-beside';
import {
  latestSupergraph,
  liveSubgraphs,
  partnersKey,
  recordedOperations,
  storeSupergraph,
  type LiveSubgraph,
} from './supergraph-store';

/** What a partner's next version does to the graph, worked out on what was served then. */
export interface NextSupergraph {
  readonly servedId: string | null;
  readonly partnersBefore: string;
  readonly partnersAfter: string;
  /** Null where the graph stays as it is. */
  readonly sdl: string | null;
  readonly breaking: readonly GraphBreakingChange[];
}

/**
 * Composes with another subgraph of this partner, or without one; reasons where that does not compose. No
 * transaction waits for it: what it was worked out on is looked at again when it is stored.
 */
export async function composeNext(
  db: Database,
  name: MarketplaceId,
  brings: LiveSubgraph | null,
): Promise<NextSupergraph | { readonly reasons: readonly CompositionReason[] }> {
  const served = await latestSupergraph(db);
  const live = await liveSubgraphs(db);
  const after = [...live.filter((subgraph) => subgraph.name !== name), ...(brings === null ? [] : [brings])];
  const next = {
    servedId: served?.id ?? null,
    partnersBefore: partnersKey(live),
    partnersAfter: partnersKey(after),
  };
  if (next.partnersBefore === next.partnersAfter) return { ...next, sdl: null, breaking: [] };
  const operations = await recordedOperations(db);
  const composed = await composeBeside(
    { base: baseSubgraphs().subgraphs, partners: after, before: served?.sdl ?? null, operations },
    { of: name },
  );
  return 'reasons' in composed ? composed : { ...next, ...composed };
}

/** Stores it, unless something else was published meanwhile: then nothing is done and false given. */
export async function storeNext(transaction: Transaction<Tables>, next: NextSupergraph): Promise<boolean> {
  if (next.sdl === null) return true;
  const served = await latestSupergraph(transaction);
  const live = await liveSubgraphs(transaction);
  if ((served?.id ?? null) !== next.servedId || partnersKey(live) !== next.partnersBefore) return false;
  await storeSupergraph(transaction, {
    sdl: next.sdl,
    base: baseSubgraphs().hash,
    partners: next.partnersAfter,
  });
  return true;
}
