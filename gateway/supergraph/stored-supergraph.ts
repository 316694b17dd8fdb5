import type { Database } from '../../subgraphs/database/connect';
import type { PartnerRegister } from '../../subgraphs/partners/partner-register';
import { ensureSupergraph } from '../../subgraphs/registry/composition/ensure-supergraph';
import { latestSupergraph, latestSupergraphId } from '../../subgraphs/registry/composition/supergraph-store';
import { log } from '../../subgraphs/telemetry/log';
import type { Supergraph, SupergraphSource } from './supergraph-source';

export interface StoredSupergraphOptions {
  readonly db: Database;
  /** Tells of partners that changed: by news at once, otherwise as soon as it asks. */
  readonly register: PartnerRegister;
  readonly pollMs?: number;
}

/** How often the database is asked for a newer one where no news comes. */
const POLL_MS = 1_000;

/** The supergraph that the registry keeps: the last good one, and each that is published from then on. */
export function storedSupergraph({
  db,
  register,
  pollMs = POLL_MS,
}: StoredSupergraphOptions): SupergraphSource {
  const suspended = (): readonly string[] =>
    register.all().flatMap(({ id, offerType, suspended: is }) => (is && offerType !== null ? [id] : []));
  let told: Supergraph | null = null;

  return {
    async current() {
      const { id, sdl } = await ensureSupergraph(db);
      told = { id, sdl, suspended: suspended() };
      return told;
    },

    watch(listener) {
      let looking = false;
      let failing = false;
      async function look(): Promise<void> {
        const latest = await latestSupergraphId(db);
        const now = suspended();
        if (latest === null || (latest === told?.id && now.join() === told.suspended.join())) return;
        const stored = latest === told?.id ? told : await latestSupergraph(db);
        if (stored === null) return;
        told = { id: stored.id, sdl: stored.sdl, suspended: now };
        listener(told);
      }
      function poll(): void {
        if (looking) return;
        looking = true;
        look()
          .then(
            () => {
              failing = false;
            },
            (error: unknown) => {
              if (!failing)
                log.warn({ error }, 'a newer supergraph could not be looked for; this one is served');
              failing = true;
            },
          )
          .finally(() => {
            looking = false;
          });
      }
      const timer = setInterval(poll, pollMs);
      timer.unref();
      const unsubscribe = register.onChange(poll);
      return () => {
        clearInterval(timer);
        unsubscribe();
      };
    },
  };
}
