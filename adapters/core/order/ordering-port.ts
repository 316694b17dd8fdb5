import type { Actor } from '../actor';
import type { Call } from '../call';
import type { Decimal } from '../decimal';
import type { InstitutionCode, OfferId, OrderReference, RupCode, WorkUnitCode } from '../ids';
import type { Offer } from '../offer';
import type { RegionCode } from '../regions';

/**
 * How a marketplace lets others order.
 * DIRECT: an order is sent to it and stands. PUNCHOUT: the buyer fills a basket on its pages, the basket
 * comes back and is then sent as an order. HANDOFF: the buyer is sent there and orders on its pages.
 */
export type OrderingMode = 'DIRECT' | 'PUNCHOUT' | 'HANDOFF' | 'NONE';

/** An order to a seller (surat pesanan), before its marketplace has it. */
export interface PurchaseOrder {
  /** Stable over all attempts; the marketplace tells repetitions by it. */
  readonly reference: OrderReference;
  readonly orderedAt: Date;
  readonly buyer: Actor;
  readonly institution: { readonly code: InstitutionCode; readonly name: string };
  readonly workUnit: { readonly code: WorkUnitCode | null; readonly name: string | null };
  readonly rupCode: RupCode | null;
  readonly fundingSource: string | null;
  readonly deliverTo: DeliveryAddress;
  readonly lines: readonly PurchaseOrderLine[];
  /** In rupiah; null where the seller names it later. */
  readonly shippingFee: Decimal | null;
  readonly tax: Decimal;
  readonly total: Decimal;
  readonly note: string | null;
}

export interface DeliveryAddress {
  readonly region: RegionCode;
  readonly address: string;
  readonly receiver: string;
  readonly phone: string | null;
}

export interface PurchaseOrderLine {
  readonly offer: Offer;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  readonly tax: Decimal;
  /** Quantity times price, without tax and shipping. */
  readonly subtotal: Decimal;
}

/** The marketplace said no: a value, for nothing is wrong with the call. Its own words stay in the log. */
export interface Refused {
  readonly outcome: 'REFUSED';
  readonly reason: RefusalReason;
  /** For the log. */
  readonly detail: string;
}

/** Closed: what a client reads of a refusal. */
export type RefusalReason = 'NOT_ACCEPTED' | 'UNKNOWN_OFFER' | 'OUT_OF_STOCK' | 'TOO_LATE' | 'UNKNOWN_ORDER';

export type OrderingPort = DirectOrdering | PunchOutOrdering | HandOffOrdering;

/** What every marketplace does that takes orders from others. */
export interface OrderTaking {
  /** Sends the order. Twice with one reference is one order. Throws when it isn't known whether it arrived. */
  place(order: PurchaseOrder, call: Call): Promise<{ readonly outcome: 'PLACED' } | Refused>;
  /** Does the marketplace have an order of this reference? Asked before an order is sent a second time. */
  has(reference: OrderReference, call: Call): Promise<boolean>;
  /** Takes an order back. Twice is once. */
  cancel(reference: OrderReference, call: Call): Promise<{ readonly outcome: 'CANCELLED' } | Refused>;
}

export interface DirectOrdering extends OrderTaking {
  readonly mode: 'DIRECT';
}

export interface PunchOutOrdering extends OrderTaking {
  readonly mode: 'PUNCHOUT';
  /** A page on which the buyer fills a basket, which comes back to `returnUrl` under this cookie. */
  start(request: PunchOutStart, call: Call): Promise<{ readonly url: string } | Refused>;
}

export interface PunchOutStart {
  /** The basket to begin with; its lines may be shown first. */
  readonly order: PurchaseOrder;
  readonly cookie: string;
  readonly returnUrl: string;
}

export interface HandOffOrdering {
  readonly mode: 'HANDOFF';
  /** How a buyer is let in: ONE_TIME_TOKEN needs a token for the marketplace to report with, PAGE nothing. */
  readonly entry: 'ONE_TIME_TOKEN' | 'PAGE';
  /** Pages at the marketplace on which the buyer orders; one for all lines, or one each. */
  handOff(request: HandOff, call: Call): Promise<{ readonly pages: readonly HandOffPage[] } | Refused>;
}

export interface HandOff {
  readonly order: PurchaseOrder;
  /** Names this buyer to the marketplace and comes back with its report; empty where entry is PAGE. */
  readonly token: string;
}

export interface HandOffPage {
  readonly url: string;
  /** The offer it leads to; null for a page that is good for all of them. */
  readonly offerId: OfferId | null;
}
