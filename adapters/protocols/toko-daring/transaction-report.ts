import { cleanText, textOrNull } from '../../core/clean-text';
import { isPositive } from '../../core/decimal';
import {
  OFFER_ID_MAX,
  offerId,
  orderId,
  type InstitutionCode,
  type MarketplaceId,
  type OrderId,
  type RupCode,
  type WorkUnitCode,
} from '../../core/ids';
import { parseInstant } from '../../core/jakarta-time';
import type { SourceOrder, SourceOrderLine, SourceStatus } from '../../core/order/order';
import { describeIssues } from '../../core/understand-records';
import { tokoDaringStatus } from './order-statuses';
import { arithmeticProblems } from './report-arithmetic';
import { doneWire, reportWire, type ReportItemWire, type ReportWire } from './report-wire';

/** What can't be read, in words for whoever sent it: the field and its problem. */
export interface NotUnderstood {
  readonly problem: string;
}

export interface TransactionReport {
  readonly wire: ReportWire;
  readonly number: string;
  /** The buyer's token, which says for whom the order is; good for one report. */
  readonly token: string;
}

/** A report as it came in. */
export function readReport(body: unknown): TransactionReport | NotUnderstood {
  const parsed = reportWire.safeParse(body);
  if (!parsed.success) return { problem: describeIssues(parsed.error) };
  const wire = parsed.data;
  if (parseInstant(wire.tanggal) === null) return { problem: 'tanggal: is not a date' };
  if (wire.valuasi.startsWith('-')) return { problem: 'valuasi: is below zero' };
  const bad = wire.items.findIndex(({ kuantitas }) => !isPositive(kuantitas));
  if (bad >= 0) return { problem: `items.${bad}.kuantitas: is not above zero` };
  return { wire, number: wire.order_id, token: wire.token };
}

/** For whom the order is: a report doesn't say, the session behind its token does. */
export interface ReportBuyer {
  readonly institution: InstitutionCode;
  readonly workUnit: WorkUnitCode | null;
  readonly rupCode: RupCode | null;
  readonly fundingSource: string | null;
}

/** The report as an order, or null where its number can't be one. */
export function orderOfReport(
  { wire, number }: TransactionReport,
  marketplace: MarketplaceId,
  buyer: ReportBuyer,
): SourceOrder | null {
  const id = orderId(marketplace, number);
  const placedAt = parseInstant(wire.tanggal);
  if (id === null) return null;
  const names = new Set(wire.items.flatMap((item) => textOrNull(item.merchant_name) ?? []));
  const codes = new Set(wire.items.map((item) => item.merchant_id));
  return {
    id,
    marketplace,
    number,
    channel: 'TOKO_DARING',
    status: tokoDaringStatus('reported'),
    statusAt: placedAt,
    placedAt,
    title: titleOf(wire),
    fiscalYear: null,
    institution: buyer.institution,
    workUnit: { code: buyer.workUnit, name: null },
    rupCode: buyer.rupCode,
    fundingSource: buyer.fundingSource,
    budgetAccounts: [],
    // One order of several sellers is one report.
    sellerCode: codes.size === 1 ? ([...codes][0] ?? null) : null,
    sellerName: names.size > 0 ? [...names].join(', ') : null,
    lines: wire.items.map((item, index) => lineOf(item, index, marketplace)),
    completeness: 'WHOLE',
    shippingFee: wire.ongkos_kirim ?? null,
    tax: wire.ppn_total ?? null,
    total: wire.valuasi,
    details: {
      paymentMethod: textOrNull(wire.metode_bayar),
      couriers: textOrNull(wire.nama_kurir),
      incomeTax: wire.pph_total ?? null,
    },
    problems: arithmeticProblems(wire),
  };
}

function titleOf({ items }: ReportWire): string {
  const [first] = items;
  const title = cleanText(first?.product_name ?? '');
  return items.length > 1 ? `${title} (+${items.length - 1})` : title;
}

function lineOf(item: ReportItemWire, index: number, marketplace: MarketplaceId): SourceOrderLine {
  const sku = textOrNull(item.sku);
  const id = sku === null ? null : offerId(marketplace, item.merchant_id, sku);
  return {
    // An article may come twice in a report: its place tells the lines apart.
    key: `${index + 1}`,
    title: cleanText(item.product_name),
    productId: null,
    sku,
    offerId: id !== null && id.length <= OFFER_ID_MAX ? id : null,
    quantity: item.kuantitas,
    unitPrice: item.product_price,
    shippingFee: null,
    tax: item.ppn ?? null,
    total: item.total,
  };
}

export interface DoneReport {
  readonly orderId: OrderId;
  readonly status: SourceStatus;
  readonly details: { readonly confirmedByMarketplace: boolean; readonly marketplaceRemark: string | null };
}

/** That an order is done (selesai) or came to nothing (gagal). */
export function readDone(body: unknown, marketplace: MarketplaceId): DoneReport | NotUnderstood {
  const parsed = doneWire.safeParse(body);
  if (!parsed.success) return { problem: describeIssues(parsed.error) };
  const id = orderId(marketplace, parsed.data.order_id);
  if (id === null) return { problem: 'order_id: is empty or too long' };
  const isDone = parsed.data.konfirmasi_ppmse;
  return {
    orderId: id,
    status: tokoDaringStatus(isDone ? 'selesai' : 'gagal'),
    details: {
      confirmedByMarketplace: isDone,
      marketplaceRemark: textOrNull(parsed.data.keterangan_ppmse)?.slice(0, 500) ?? null,
    },
  };
}
