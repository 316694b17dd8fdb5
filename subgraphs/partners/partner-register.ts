import { sql } from 'kysely';
import { z } from 'zod';
import type { ProtocolName } from '../../adapters/core/contract';
import type { MarketplaceId } from '../../adapters/core/ids';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';
import type { Database } from '../database/connect';
import { createNews, type News } from '../news/news';
import { log } from '../telemetry/log';

/** A partner whose marketplace was published, in the version that is served. */
export interface Partner {
  readonly id: MarketplaceId;
  readonly name: string;
  readonly version: number;
  readonly protocol: ProtocolName;
  readonly definition: PartnerDefinition;
  /** Sealed; opened where the marketplace is called. */
  readonly credentials: string;
  /** Of one that brings a subgraph: the type of its offers. */
  readonly offerType: string | null;
  /** Its orders are still shown; it is neither searched nor asked. */
  readonly suspended: boolean;
}

/** That a partner changed: whoever follows them reads what is new. */
export interface PartnersChanged {
  readonly marketplace: string;
}

export function createPartnerNews(redisUrl: string | null): News<PartnersChanged> {
  const item = z.object({ marketplace: z.string() });
  return createNews({ redisUrl, channel: 'pasar:partners', item });
}

/** The partners as this process knows them, kept up with the database. */
export interface PartnerRegister {
  get(id: MarketplaceId): Partner | undefined;
  all(): readonly Partner[];
  /** Reads what changed; resolves when it is known here. */
  refresh(): Promise<void>;
  /** Tells of partners that changed, after they did. Gives the function that ends it. */
  onChange(listener: (changed: readonly MarketplaceId[]) => void): () => void;
  close(): Promise<void>;
}

export interface PartnerRegisterOptions {
  readonly db: Database;
  /** Tells at once what is otherwise found out by asking. */
  readonly news?: News<PartnersChanged> | null;
  readonly pollMs?: number;
}

/** How often the database is asked for changes where no news comes. */
const POLL_MS = 1_000;

/** Reads every published partner, and from then on what changes. */
export async function openPartnerRegister(options: PartnerRegisterOptions): Promise<PartnerRegister> {
  const { db, news = null, pollMs = POLL_MS } = options;
  const partners = new Map<MarketplaceId, Partner>();
  const listeners = new Set<(changed: readonly MarketplaceId[]) => void>();
  let revision = '0';
  let reading: Promise<void> | null = null;
  let polling = false;
  let again = false;
  let failing = false;

  async function read(): Promise<void> {
    const rows = await readChanged(db, revision);
    for (const { partner, id, revision: at } of rows) {
      if (partner === null) partners.delete(id);
      else partners.set(id, partner);
      revision = at;
    }
    if (rows.length > 0) tell(rows.map(({ id }) => id));
  }

  function tell(changed: readonly MarketplaceId[]): void {
    for (const listener of listeners) {
      try {
        listener(changed);
      } catch (error) {
        log.error({ changed, error }, 'who follows partners failed'); // the others are told all the same
      }
    }
  }

  async function refresh(): Promise<void> {
    // A reading that began before may have missed what is asked for now.
    while (reading !== null) await reading.catch(() => undefined);
    reading = read();
    try {
      await reading;
    } finally {
      reading = null;
    }
  }

  function poll(): void {
    // A reading that is under way may miss what is told of now: once more after it, however often it is told.
    again = polling;
    if (polling) return;
    polling = true;
    refresh()
      .then(
        () => {
          failing = false;
        },
        (error: unknown) => {
          if (!failing) log.warn({ error }, 'partners could not be read; those known are served');
          failing = true;
        },
      )
      .finally(() => {
        polling = false;
        if (again) poll();
      });
  }

  await refresh();
  const timer = setInterval(poll, pollMs);
  timer.unref();
  const unsubscribe = news?.subscribe(poll);
  return {
    get: (id) => partners.get(id),
    all: () => [...partners.values()],
    refresh,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      clearInterval(timer);
      unsubscribe?.();
      listeners.clear();
      again = false;
      await reading?.catch(() => undefined);
    },
  };
}

interface ChangedPartner {
  readonly id: MarketplaceId;
  readonly revision: string;
  /** Null for one that was never published. */
  readonly partner: Partner | null;
}

async function readChanged(db: Database, since: string): Promise<readonly ChangedPartner[]> {
  const rows = await db
    .selectFrom('partner')
    .leftJoin('partner_version as live', (join) =>
      join.onRef('live.marketplace', '=', 'partner.id').onRef('live.version', '=', 'partner.live_version'),
    )
    .select([
      'partner.id',
      'partner.name',
      'partner.revision',
      'partner.suspended_by',
      'live.version',
      'live.protocol',
      'live.definition',
      'live.credentials',
      'live.offer_type',
    ])
    .where('partner.revision', '>', sql<string>`${since}::bigint`)
    .orderBy('partner.revision')
    .execute();
  return rows.map(
    ({ id, name, revision, suspended_by, version, protocol, definition, credentials, offer_type }) => ({
      id,
      revision,
      partner:
        version === null || protocol === null || definition === null || credentials === null
          ? null
          : {
              id,
              name,
              version,
              protocol,
              definition,
              credentials,
              offerType: offer_type,
              suspended: suspended_by !== null,
            },
    }),
  );
}
