import type { Decimal } from '../decimal';
import type { InstitutionCode, MarketplaceId, OfferId, OrderId, RupCode, WorkUnitCode } from '../ids';
import type { OrderState } from './order-states';

/** How the ledger came to know something of an order. */
export type OrderChannel = 'INAPROC_V5' | 'INAPROC_V6' | 'TOKO_DARING' | 'CXML' | 'PASAR' | 'ASKED';

/** A status in the source's own words, and what Pasar makes of it. */
export interface SourceStatus {
  /** As the source writes it; two axes where it has two (e-Katalog v6: package and shipment). */
  readonly status: string;
  readonly shipment: string | null;
  /** Null where Pasar does not know the status: it is kept, and counted, as the source wrote it. */
  readonly state: OrderState | null;
}

/** One line of an order (rincian), as its source tells it. */
export interface SourceOrderLine {
  /** What tells the line from the order's others, the same whenever it is told again. */
  readonly key: string;
  readonly title: string | null;
  /** The source's own product number; several sources know no more. */
  readonly productId: string | null;
  readonly sku: string | null;
  readonly offerId: OfferId | null;
  readonly quantity: Decimal | null;
  readonly unitPrice: Decimal | null;
  readonly shippingFee: Decimal | null;
  readonly tax: Decimal | null;
  readonly total: Decimal | null;
}

/** An order as its source tells it now. Fields that the source does not tell are null. */
export interface SourceOrder {
  readonly id: OrderId;
  readonly marketplace: MarketplaceId;
  /** The number that people know it by (nomor paket, nomor pesanan). */
  readonly number: string;
  readonly channel: OrderChannel;
  readonly status: SourceStatus;
  /** When it came into this status, by the source's clock; null where the source keeps none. */
  readonly statusAt: Date | null;
  readonly placedAt: Date | null;
  /** When it was begun, where the source tells that of what was never placed. */
  readonly begunAt?: Date | null;
  readonly title: string | null;
  readonly fiscalYear: number | null;
  readonly institution: InstitutionCode;
  readonly workUnit: { readonly code: WorkUnitCode | null; readonly name: string | null };
  readonly rupCode: RupCode | null;
  /** Budget the money comes from (sumber dana): APBD, APBN, … */
  readonly fundingSource: string | null;
  /** Budget accounts (MAK). */
  readonly budgetAccounts: readonly string[];
  readonly sellerCode: string | null;
  readonly sellerName: string | null;
  readonly lines: readonly SourceOrderLine[];
  /** PARTIAL: lines of the order come in pieces (v5 rows over several pages); sums follow from all of them. */
  readonly completeness: 'WHOLE' | 'PARTIAL';
  readonly shippingFee: Decimal | null;
  readonly tax: Decimal | null;
  readonly total: Decimal | null;
  /** What only this source tells, by names of the graph's concrete types; texts, numbers as text, booleans. */
  readonly details: Readonly<Record<string, string | boolean | null>>;
  /** What does not add up in the source's own words, e.g. a total that its lines don't give. */
  readonly problems: readonly string[];
}
