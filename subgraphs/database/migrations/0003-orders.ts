import { sql, type Kysely, type Migration } from 'kysely';

/**
 * The ledger of orders, and what placing them needs. Nothing here is ever deleted but outbox rows whose
 * work is done. `order_event` may hold news of an order that is not there yet: messages overtake.
 */
export const createOrders: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS: readonly string[] = [
  `alter table marketplace
    add column ordering text not null default 'NONE',
    add column cancelling boolean not null default false,
    add column order_tracking text not null default 'REPORTED'`,
  `create table orders (
    id text primary key,
    marketplace text not null,
    number text not null,
    channel text not null,
    source_status text not null,
    shipment_status text,
    state text,
    state_at timestamptz not null,
    placed_at timestamptz,
    sorted_at timestamptz not null,
    month text not null,
    updated_at timestamptz not null,
    observed_at timestamptz not null,
    title text,
    fiscal_year integer,
    institution text not null,
    work_unit text,
    work_unit_name text,
    rup_code text,
    funding_source text,
    budget_accounts jsonb not null,
    seller_code text,
    seller_name text,
    shipping_fee numeric,
    tax numeric,
    total numeric,
    details jsonb not null,
    problems jsonb not null,
    fingerprint text not null
  )`,
  // A page of an institution's orders, newest first, is a walk along this index.
  `create index orders_listing on orders (institution, sorted_at desc, id desc)`,
  // Totals and counts read this index alone and no row.
  `create index orders_totals on orders (institution, marketplace, state, month) include (total)`,
  `create index orders_number on orders (institution, number)`,
  `create index orders_rup on orders (rup_code) where rup_code is not null`,
  `create table order_line (
    order_id text not null,
    key text not null,
    position integer not null,
    title text,
    product_id text,
    sku text,
    offer_id text,
    quantity numeric,
    unit_price numeric,
    shipping_fee numeric,
    tax numeric,
    total numeric,
    primary key (order_id, key)
  )`,
  `create table order_event (
    order_id text not null,
    channel text not null,
    message_id text not null,
    source_status text not null,
    shipment_status text,
    state text,
    step text,
    at timestamptz not null,
    details jsonb not null default '{}',
    recorded_at timestamptz not null default now(),
    primary key (order_id, channel, message_id)
  )`,
  // How far each list of orders has been read, and who is reading it.
  `create table order_sync (
    marketplace text not null,
    feed text not null,
    completed_at timestamptz,
    records integer not null default 0,
    rejected integer not null default 0,
    failures integer not null default 0,
    problem_code text,
    problem text,
    due_at timestamptz not null default now(),
    holder text,
    held_until timestamptz,
    primary key (marketplace, feed)
  )`,
  // Records of such lists that could not be understood: kept by name, never silently left out.
  `create table rejected_order (
    marketplace text not null,
    feed text not null,
    record_id text not null,
    reason text not null,
    seen_at timestamptz not null default now(),
    primary key (marketplace, feed, record_id)
  )`,
  `create table purchase (
    id text primary key,
    subject text not null,
    idempotency_key text not null,
    institution text not null,
    input_hash text not null,
    input jsonb not null,
    created_at timestamptz not null default now(),
    unique (subject, institution, idempotency_key)
  )`,
  `create table purchase_part (
    reference text primary key,
    purchase_id text not null references purchase (id),
    position integer not null,
    institution text not null,
    marketplace text not null,
    mode text not null,
    state text not null,
    order_id text not null,
    seller_name text not null,
    draft jsonb not null,
    pages jsonb not null default '[]',
    refusal jsonb,
    basket jsonb,
    cookie text unique,
    updated_at timestamptz not null default now()
  )`,
  `create index purchase_part_purchase on purchase_part (purchase_id, position)`,
  // Calls to marketplaces that are owed. A row is written in the transaction that decides on the call, and
  // deleted in the one that records its outcome.
  `create table outbox (
    reference text primary key references purchase_part (reference),
    action text not null,
    attempts integer not null default 0,
    due_at timestamptz not null default now(),
    holder text,
    held_until timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create index outbox_due on outbox (due_at)`,
  // One per hand-off: for whom a marketplace may report, and which of the rotating tokens is the next.
  `create table buyer_session (
    id text primary key,
    marketplace text not null,
    reference text not null references purchase_part (reference),
    institution text not null,
    work_unit text,
    rup_code text,
    funding_source text,
    subject text not null,
    role text not null,
    token_key text not null,
    turn integer not null default 0,
    created_at timestamptz not null default now()
  )`,
  // Which turn of a session each reported order used up: a repeated report gets the same next token.
  `create table session_report (
    session_id text not null references buyer_session (id),
    order_number text not null,
    turn integer not null,
    primary key (session_id, order_number)
  )`,
];
