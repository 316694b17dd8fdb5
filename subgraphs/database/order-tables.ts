import type { ColumnType, Generated } from 'kysely';
import type { Role } from '../../adapters/core/actor';
import type { Decimal } from '../../adapters/core/decimal';
import type { ErrorCode } from '../../adapters/core/errors';
import type {
  InstitutionCode,
  MarketplaceId,
  OfferId,
  OrderId,
  OrderReference,
  RupCode,
  WorkUnitCode,
} from '../../adapters/core/ids';
import type { OrderChannel } from '../../adapters/core/order/order';
import type { HandOffPage } from '../../adapters/core/order/ordering-port';
import type { OrderState, Step } from '../../adapters/core/order/order-states';
import type { OrderFeedName } from '../../adapters/core/order/orders-port';
import type { PurchasePartState, RefusalReason } from '../../schema/enums';

/** Numeric columns come back as text from both drivers, and stay text. */
type NullableNumeric = ColumnType<Decimal | null, Decimal | null, Decimal | null>;
/** Written as JSON text: pg would take a list for a PostgreSQL array. */
export type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null, string | null>;

/** A line of a basket that came back from a marketplace. */
export interface BasketItem {
  readonly sku: string;
  readonly sellerCode: string | null;
  readonly title: string | null;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
}

/** An order as the ledger knows it. */
export interface OrderTable {
  id: OrderId;
  marketplace: MarketplaceId;
  number: string;
  channel: OrderChannel;
  source_status: string;
  shipment_status: string | null;
  state: OrderState | null;
  /** Since when, by the source's clock or as first seen. */
  state_at: Date;
  placed_at: Date | null;
  /** What lists are sorted by: when it was placed, or begun, or first seen. */
  sorted_at: Date;
  /** Of `sorted_at` in Jakarta, `2026-11`. */
  month: string;
  updated_at: Date;
  /** When a source last told of it. */
  observed_at: Date;
  title: string | null;
  fiscal_year: number | null;
  institution: InstitutionCode;
  work_unit: WorkUnitCode | null;
  work_unit_name: string | null;
  rup_code: RupCode | null;
  funding_source: string | null;
  budget_accounts: Json<readonly string[]>;
  seller_code: string | null;
  seller_name: string | null;
  shipping_fee: NullableNumeric;
  tax: NullableNumeric;
  total: NullableNumeric;
  details: Json<Readonly<Record<string, string | boolean | null>>>;
  problems: Json<readonly string[]>;
  /** Changes when anything that a source told does. */
  fingerprint: string;
}

export interface OrderLineTable {
  order_id: OrderId;
  key: string;
  position: number;
  title: string | null;
  product_id: string | null;
  sku: string | null;
  offer_id: OfferId | null;
  quantity: NullableNumeric;
  unit_price: NullableNumeric;
  shipping_fee: NullableNumeric;
  tax: NullableNumeric;
  total: NullableNumeric;
}

/** One piece of news of an order's state, applied or not. */
export interface OrderEventTable {
  order_id: OrderId;
  channel: OrderChannel;
  /** Unique per order and channel: repeated news is one event. */
  message_id: string;
  source_status: string;
  shipment_status: string | null;
  state: OrderState | null;
  /** What it meant when it came; null while its order is not known. */
  step: Step | null;
  at: Date;
  details: Json<Readonly<Record<string, string | boolean | null>>>;
  recorded_at: Generated<Date>;
}

export interface OrderSyncTable {
  marketplace: MarketplaceId;
  feed: OrderFeedName;
  completed_at: Date | null;
  records: Generated<number>;
  rejected: Generated<number>;
  failures: Generated<number>;
  problem_code: ErrorCode | null;
  problem: string | null;
  due_at: Generated<Date>;
  holder: string | null;
  held_until: Date | null;
}

export interface RejectedOrderTable {
  marketplace: MarketplaceId;
  feed: OrderFeedName;
  record_id: string;
  reason: string;
  seen_at: Generated<Date>;
}

export interface PurchaseTable {
  id: string;
  subject: string;
  idempotency_key: string;
  institution: InstitutionCode;
  input_hash: string;
  input: Json<unknown>;
  created_at: Generated<Date>;
}

export interface PurchasePartTable {
  reference: OrderReference;
  purchase_id: string;
  position: number;
  institution: InstitutionCode;
  marketplace: MarketplaceId;
  mode: 'DIRECT' | 'PUNCHOUT' | 'HANDOFF' | 'NONE';
  state: PurchasePartState;
  /** The id that its order has or will have in the ledger, where Pasar places it. */
  order_id: OrderId;
  seller_name: string;
  /** The order as it was decided on, to be sent the same at every attempt. */
  draft: Json<unknown>;
  pages: ColumnType<readonly HandOffPage[], string | undefined, string>;
  refusal: NullableJson<RefusalReason>;
  basket: NullableJson<readonly BasketItem[]>;
  cookie: string | null;
  updated_at: Generated<Date>;
}

export interface OutboxTable {
  reference: OrderReference;
  action: 'PLACE' | 'START';
  /** Attempts begun: from the second on the marketplace is first asked whether it has the order. */
  attempts: Generated<number>;
  due_at: Generated<Date>;
  holder: string | null;
  held_until: Date | null;
  created_at: Generated<Date>;
}

export interface BuyerSessionTable {
  id: string;
  marketplace: MarketplaceId;
  reference: OrderReference;
  institution: InstitutionCode;
  work_unit: WorkUnitCode | null;
  rup_code: RupCode | null;
  funding_source: string | null;
  subject: string;
  role: Role;
  /** What its tokens are made with. */
  token_key: string;
  turn: Generated<number>;
  created_at: Generated<Date>;
}

export interface SessionReportTable {
  session_id: string;
  order_number: string;
  turn: number;
}

export interface OrderTables {
  orders: OrderTable;
  order_line: OrderLineTable;
  order_event: OrderEventTable;
  order_sync: OrderSyncTable;
  rejected_order: RejectedOrderTable;
  purchase: PurchaseTable;
  purchase_part: PurchasePartTable;
  outbox: OutboxTable;
  buyer_session: BuyerSessionTable;
  session_report: SessionReportTable;
}
