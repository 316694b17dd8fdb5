import { sql, type Kysely, type Migration } from 'kysely';

/**
 * Marketplaces that joined by registering: every version of what they brought, who did what, and the
 * supergraphs that followed from it. Versions and actions are never changed or deleted; credentials are
 * sealed before they come here.
 */
export const createPartners: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS: readonly string[] = [
  // Raised by every change of a partner, so that whoever follows them asks for one number.
  `create sequence partner_revision`,
  `create table partner (
    id text primary key,
    name text not null,
    latest_version integer not null,
    live_version integer,
    suspended_by text,
    revision bigint not null default nextval('partner_revision'),
    created_at timestamptz not null default now()
  )`,
  `create index partner_by_revision on partner (revision)`,
  `create table partner_version (
    marketplace text not null references partner (id),
    version integer not null,
    protocol text not null,
    document text not null,
    definition jsonb not null,
    credentials text not null,
    offer_type text,
    sdl text,
    check_state text not null default 'NONE',
    check_started_at timestamptz,
    report jsonb,
    checked_at timestamptz,
    created_by text not null,
    created_role text not null,
    created_at timestamptz not null default now(),
    primary key (marketplace, version)
  )`,
  `create table partner_action (
    id bigserial primary key,
    marketplace text not null references partner (id),
    version integer,
    action text not null,
    actor text not null,
    role text not null,
    note text,
    at timestamptz not null default now()
  )`,
  `create index partner_action_by_marketplace on partner_action (marketplace, id)`,
  `create table supergraph (
    id bigserial primary key,
    sdl text not null,
    base text not null,
    partners text not null,
    created_at timestamptz not null default now()
  )`,
  `create table recorded_operation (
    hash text primary key,
    document text not null,
    first_seen timestamptz not null default now(),
    last_seen timestamptz not null default now(),
    times bigint not null default 1
  )`,
  `create index recorded_operation_by_last_seen on recorded_operation (last_seen)`,
  // Partners' offers are of a type that follows from the marketplace and not from the code.
  `alter table marketplace
    add column is_partner boolean not null default false,
    add column offer_type text`,
  // When the status of an order was last asked for, at marketplaces that can be asked.
  `alter table orders add column status_asked_at timestamptz`,
  // Words of titles that only a partner has: so many of each, and no more.
  `alter table title_word add column partner text`,
  `create index title_word_of_partner on title_word (partner) where partner is not null`,
];
