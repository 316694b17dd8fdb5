import { createHash } from 'node:crypto';
import type { Insertable, Selectable } from 'kysely';
import { addDecimals, ZERO, type Decimal } from '../../../adapters/core/decimal';
import { formatDay } from '../../../adapters/core/jakarta-time';
import type { SourceOrder } from '../../../adapters/core/order/order';
import { stepTo, type Step } from '../../../adapters/core/order/order-states';
import type { OrderEventTable, OrderTable } from '../../database/order-tables';
import { byKey, mergeLines, type LineRow } from './merge-lines';

export type { LineRow };
export type OrderRow = Selectable<OrderTable>;

export interface MergedOrder {
  readonly row: Insertable<OrderTable>;
  readonly lines: readonly LineRow[];
  /** The news that this account of the order is, where it tells a status that was not current. */
  readonly event: Insertable<OrderEventTable> | null;
  /** Whether anything but the time of observation is new. */
  readonly isChanged: boolean;
}

/**
 * Pure: what the ledger knows of an order after its source has told of it once more. A field that this
 * account leaves open keeps what an earlier one said: Pasar's own order knows the RUP code, the
 * marketplace's report of it knows the tax.
 */
export function mergeOrder(
  known: { readonly row: OrderRow; readonly lines: readonly LineRow[] } | null,
  told: SourceOrder,
  now: Date,
): MergedOrder {
  const before = known?.row ?? null;
  const lines = mergeLines(told, known?.lines ?? []);
  const sums = told.completeness === 'PARTIAL' ? sumsOf(lines) : null;
  const status = statusAfter(before, told, now);
  const placedAt = told.placedAt ?? before?.placed_at ?? null;
  const sortedAt = placedAt ?? before?.sorted_at ?? told.begunAt ?? told.statusAt ?? now;
  const content = {
    id: told.id,
    marketplace: told.marketplace,
    number: told.number,
    channel: before?.channel ?? told.channel,
    source_status: status.sourceStatus,
    shipment_status: status.shipment,
    state: status.state,
    placed_at: placedAt,
    sorted_at: sortedAt,
    month: formatDay(sortedAt).slice(0, 7),
    title: told.title ?? before?.title ?? null,
    fiscal_year: told.fiscalYear ?? before?.fiscal_year ?? null,
    // An order never changes hands: whoever it was first recorded for keeps it.
    institution: before?.institution ?? told.institution,
    work_unit: told.workUnit.code ?? before?.work_unit ?? null,
    work_unit_name: told.workUnit.name ?? before?.work_unit_name ?? null,
    rup_code: told.rupCode ?? before?.rup_code ?? null,
    funding_source: told.fundingSource ?? before?.funding_source ?? null,
    budget_accounts: JSON.stringify(budgetAccountsOf(told, before)),
    seller_code: told.sellerCode ?? before?.seller_code ?? null,
    seller_name: told.sellerName ?? before?.seller_name ?? null,
    shipping_fee: sums?.shippingFee ?? told.shippingFee ?? before?.shipping_fee ?? null,
    tax: told.tax ?? before?.tax ?? null,
    total: sums?.total ?? told.total ?? before?.total ?? null,
    details: JSON.stringify(sorted(mergeDetails(before?.details, told.details))),
    problems: JSON.stringify(problemsOf(told, before)),
  };
  const fingerprint = fingerprintOf(content, lines);
  const isChanged = known === null || isOther(fingerprint, content, known);
  return {
    row: {
      ...content,
      state_at: status.at,
      updated_at: isChanged ? now : (before?.updated_at ?? now),
      observed_at: now,
      fingerprint,
    },
    lines,
    event: status.event,
    isChanged,
  };
}

interface StatusAfter {
  readonly sourceStatus: string;
  readonly shipment: string | null;
  readonly state: OrderRow['state'];
  readonly at: Date;
  readonly event: Insertable<OrderEventTable> | null;
}

/**
 * A source that is read tells what is so: its word stands, even where it goes back. What was placed or
 * reported is news of one moment, which later news may already have overtaken.
 */
function statusAfter(before: OrderRow | null, { status, ...told }: SourceOrder, now: Date): StatusAfter {
  const at = told.statusAt ?? now;
  const isSame =
    before !== null &&
    before.source_status === status.status &&
    before.shipment_status === status.shipment &&
    before.state === status.state;
  if (isSame)
    return { sourceStatus: status.status, ...status, at: told.statusAt ?? before.state_at, event: null };
  const step: Step = status.state === null ? 'FIRST' : stepTo(before?.state ?? null, status.state);
  const isRead = told.channel === 'INAPROC_V5' || told.channel === 'INAPROC_V6';
  const event = {
    order_id: told.id,
    channel: told.channel,
    // A list has no messages: that it showed this status then is the news.
    message_id: isRead ? `${status.status}/${status.shipment ?? ''}@${at.toISOString()}` : 'account',
    source_status: status.status,
    shipment_status: status.shipment,
    state: status.state,
    step,
    at,
    details: '{}',
  };
  if (before !== null && !isRead && !takesOver(step)) {
    return {
      sourceStatus: before.source_status,
      shipment: before.shipment_status,
      state: before.state,
      at: before.state_at,
      event,
    };
  }
  return { sourceStatus: status.status, ...status, at, event };
}

/** Does news of this kind change what state an order is in? */
export function takesOver(step: Step): boolean {
  return step === 'FIRST' || step === 'ADVANCE' || step === 'UNEXPECTED';
}

function sumsOf(lines: readonly LineRow[]): { shippingFee: Decimal; total: Decimal } {
  return {
    shippingFee: addDecimals(...lines.map((line) => line.shipping_fee ?? ZERO)),
    total: addDecimals(...lines.map((line) => line.total ?? ZERO)),
  };
}

function merged(told: readonly string[], before: readonly string[] = []): readonly string[] {
  return [...new Set([...before, ...told])].sort();
}

/** A whole account names all accounts that pay for it, or leaves them open. */
function budgetAccountsOf(told: SourceOrder, before: OrderRow | null): readonly string[] {
  const isAll = told.completeness === 'WHOLE' && told.budgetAccounts.length > 0;
  return merged(told.budgetAccounts, isAll ? [] : before?.budget_accounts);
}

/** What a source tells besides; null is what it leaves open. */
export function mergeDetails(
  before: OrderRow['details'] = {},
  told: OrderRow['details'],
): OrderRow['details'] {
  const open = Object.keys(told).filter((name) => told[name] === null && name in before);
  return { ...before, ...told, ...Object.fromEntries(open.map((name) => [name, before[name] ?? null])) };
}

/**
 * A source's whole account says all that is wrong with the order; Pasar's own knows nothing of that. A
 * part speaks for its lines (`line 7: …`): what was said of these before it says again, or it is mended.
 */
function problemsOf(told: SourceOrder, before: OrderRow | null): readonly string[] {
  const known = before?.problems ?? [];
  if (told.channel === 'PASAR') return merged(told.problems, known);
  if (told.completeness === 'WHOLE') return [...told.problems];
  const ofItsLines = told.lines.map(({ key }) => `line ${key}:`);
  return merged(
    told.problems,
    known.filter((problem) => !ofItsLines.some((start) => problem.startsWith(start))),
  );
}

/** Keys in order, so that the same details make the same fingerprint. */
function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** News of a status changes a row past its fingerprint; then what the row holds is compared. */
function isOther(
  fingerprint: string,
  content: object,
  { row, lines }: { readonly row: OrderRow; readonly lines: readonly LineRow[] },
): boolean {
  if (row.fingerprint === fingerprint) return false;
  const held = {
    ...row,
    budget_accounts: JSON.stringify(row.budget_accounts),
    details: JSON.stringify(sorted(row.details)),
    problems: JSON.stringify(row.problems),
  };
  const same = Object.keys(content).map((name) => [name, held[name as keyof typeof held]]);
  return fingerprintOf(Object.fromEntries(same) as object, byKey(lines)) !== fingerprint;
}

function fingerprintOf(content: object, lines: readonly LineRow[]): string {
  return createHash('sha256')
    .update(JSON.stringify([content, lines]))
    .digest('base64url');
}
