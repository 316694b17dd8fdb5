import type { ColumnType, Generated } from 'kysely';
import type { ConformanceReport } from '../../adapters/conformance/rule';
import type { ProtocolName } from '../../adapters/core/contract';
import type { Role } from '../../adapters/core/actor';
import type { MarketplaceId } from '../../adapters/core/ids';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';

/** Written as text, read as what it holds. */
type Json<T> = ColumnType<T, string, string>;

/** A marketplace that registered. */
export interface PartnerTable {
  id: MarketplaceId;
  name: string;
  latest_version: number;
  /** The version that is searched and asked; null before the first was published. */
  live_version: number | null;
  /** Whose suspension holds, or null: what an administrator suspended no partner resumes. */
  suspended_by: Role | null;
  /** Raised by every change, over all partners. A bigint: text. */
  revision: ColumnType<string, never, unknown>;
  created_at: Generated<Date>;
}

export type CheckState = 'NONE' | 'RUNNING' | 'PASSED' | 'FAILED';

/** What a partner brought, once; never changed but for what its check found. */
export interface PartnerVersionTable {
  marketplace: MarketplaceId;
  version: number;
  protocol: ProtocolName;
  /** As it was sent. */
  document: string;
  definition: Json<PartnerDefinition>;
  /** Sealed. */
  credentials: string;
  /** Of one that brings a subgraph: the type of its offers, and its SDL as it was checked. */
  offer_type: string | null;
  sdl: string | null;
  check_state: Generated<CheckState>;
  check_started_at: Date | null;
  /** Of a check that is RUNNING: whoever carries it out puts it off; past it, it died with its process. */
  check_held_until: Date | null;
  report: ColumnType<ConformanceReport | null, string | null, string | null>;
  checked_at: Date | null;
  created_by: string;
  created_role: Role;
  created_at: Generated<Date>;
}

export type PartnerAction = 'REGISTERED' | 'CHECKED' | 'PUBLISHED' | 'SUSPENDED' | 'RESUMED' | 'ROLLED_BACK';

/** Who did what to a partner, and when. */
export interface PartnerActionTable {
  id: Generated<string>;
  marketplace: MarketplaceId;
  version: number | null;
  action: PartnerAction;
  /** Subject of the token. */
  actor: string;
  role: Role;
  note: string | null;
  at: Generated<Date>;
}

/** Supergraphs in the order in which they were composed; the last one is served. */
export interface SupergraphTable {
  id: Generated<string>;
  sdl: string;
  /** Hash of Pasar's own subgraphs in it. */
  base: string;
  /** Marketplace and version of each partner's subgraph in it. */
  partners: string;
  created_at: Generated<Date>;
}

/** An operation that clients send, without its values: what must not break. */
export interface RecordedOperationTable {
  hash: string;
  document: string;
  first_seen: Generated<Date>;
  last_seen: Generated<Date>;
  times: Generated<string>;
}

export interface PartnerTables {
  partner: PartnerTable;
  partner_version: PartnerVersionTable;
  partner_action: PartnerActionTable;
  supergraph: SupergraphTable;
  recorded_operation: RecordedOperationTable;
}
