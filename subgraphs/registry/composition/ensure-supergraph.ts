import type { Database } from '../../database/connect';
import { log } from '../../telemetry/log';
import { changingPartners } from '../changing-partners';
import { baseSubgraphs } from './base-subgraphs';
import { composeBeside } from './compose-beside';
import {
  latestSupergraph,
  liveSubgraphs,
  partnersKey,
  storeSupergraph,
  type LiveSubgraph,
  type StoredSupergraph,
} from './supergraph-store';

/**
 * The supergraph to start with: the last good one where it is still of this release's subgraphs and of the
 * partners that are live, else one that is composed now. Partners' servers are not asked: their SDL is that of
 * their check, so that one that is down holds up no start.
 */
export async function ensureSupergraph(db: Database): Promise<StoredSupergraph> {
  for (;;) {
    const known = await latestSupergraph(db);
    const live = await liveSubgraphs(db);
    const { subgraphs, hash } = baseSubgraphs();
    const partners = partnersKey(live);
    if (known !== null && known.base === hash && known.partners === partners) return known;
    const sdl = await composeFitting(live, (fitting) =>
      composeBeside({ base: subgraphs, partners: fitting, before: null, operations: [] }, { of: null }),
    );
    await changingPartners(db, async (transaction) => {
      const latest = await latestSupergraph(transaction);
      // Another process, or a partner's publishing, was faster: what it did is looked at.
      if (latest?.id !== known?.id || partnersKey(await liveSubgraphs(transaction)) !== partners) return;
      await storeSupergraph(transaction, { sdl, base: hash, partners });
    });
  }
}

/** Where a new release and a partner's subgraph don't fit together, it is that partner who stays out. */
async function composeFitting(
  live: readonly LiveSubgraph[],
  compose: (partners: readonly LiveSubgraph[]) => ReturnType<typeof composeBeside>,
): Promise<string> {
  const whole = await compose(live);
  if ('sdl' in whole) return whole.sdl;
  const alone = await compose([]);
  if ('reasons' in alone) {
    const reasons = alone.reasons.map(({ message }) => message).join('; ');
    throw new Error(`Pasar's own subgraphs do not compose: ${reasons}`);
  }
  let { sdl } = alone;
  let fitting: readonly LiveSubgraph[] = [];
  for (const partner of live) {
    const tried = await compose([...fitting, partner]);
    if ('sdl' in tried) {
      ({ sdl } = tried);
      fitting = [...fitting, partner];
    } else {
      log.error({ marketplace: partner.name, reasons: tried.reasons }, "a partner's subgraph is left out");
    }
  }
  return sdl;
}
