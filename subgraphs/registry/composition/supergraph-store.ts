import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { RecordedOperation } from '../../../schema/federation/breaking-changes';
import type { PartnerSubgraphDefinition } from '../../../schema/federation/compose';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';

/** A supergraph as it was composed and is served. */
export interface StoredSupergraph {
  readonly id: string;
  readonly sdl: string;
  readonly base: string;
  readonly partners: string;
}

/** A partner's subgraph in the version that is or becomes live. */
export interface LiveSubgraph extends PartnerSubgraphDefinition {
  readonly name: MarketplaceId;
  readonly version: number;
}

type Connection = Database | Transaction<Tables>;

export async function latestSupergraph(db: Connection): Promise<StoredSupergraph | null> {
  const row = await db
    .selectFrom('supergraph')
    .select(['id', 'sdl', 'base', 'partners'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Only its number: what whoever follows asks for every second. */
export async function latestSupergraphId(db: Database): Promise<string | null> {
  const row = await db
    .selectFrom('supergraph')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Kept for whoever wants to know what was served when. */
const KEPT = 20;

export async function storeSupergraph(
  transaction: Transaction<Tables>,
  supergraph: Omit<StoredSupergraph, 'id'>,
): Promise<void> {
  await transaction.insertInto('supergraph').values(supergraph).execute();
  await sql`
    delete from supergraph where id not in (select id from supergraph order by id desc limit ${sql.lit(KEPT)})
  `.execute(transaction);
}

/** Subgraphs of partners that were published; suspended ones too, whose types stay in the graph. */
export async function liveSubgraphs(db: Connection): Promise<readonly LiveSubgraph[]> {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('partner_version as live', (join) =>
      join.onRef('live.marketplace', '=', 'partner.id').onRef('live.version', '=', 'partner.live_version'),
    )
    .select(['partner.id', 'live.version', 'live.definition', 'live.sdl', 'live.offer_type'])
    .where('live.protocol', '=', 'federation')
    .orderBy('partner.id')
    .execute();
  return rows.flatMap(({ id, version, definition, sdl, offer_type }) =>
    sdl === null || offer_type === null || definition.protocol !== 'federation'
      ? []
      : [{ name: id, version, url: definition.url, sdl, offerType: offer_type }],
  );
}

/** Names what a supergraph was composed of beside Pasar's own subgraphs. */
export function partnersKey(subgraphs: readonly LiveSubgraph[]): string {
  return subgraphs
    .map(({ name, version }) => `${name}@${version}`)
    .sort()
    .join(',');
}

const OPERATIONS_OF_DAYS = 30;
const MOST_OPERATIONS = 5_000;

/** What clients have asked lately: none of it may break. */
export async function recordedOperations(db: Connection): Promise<readonly RecordedOperation[]> {
  return db
    .selectFrom('recorded_operation')
    .select(['hash', 'document'])
    .where('last_seen', '>', sql<Date>`now() - ${`${OPERATIONS_OF_DAYS} days`}::interval`)
    .orderBy('times', 'desc')
    .limit(MOST_OPERATIONS)
    .execute();
}
