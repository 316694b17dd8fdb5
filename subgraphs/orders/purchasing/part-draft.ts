import { randomBytes } from 'node:crypto';
import { formatDay } from '../../../adapters/core/jakarta-time';
import { institutionName } from '../../../adapters/core/institutions';
import { orderId, type OrderId, type OrderReference } from '../../../adapters/core/ids';
import type { Offer } from '../../../adapters/core/offer';
import type { PurchaseOrder } from '../../../adapters/core/order/ordering-port';
import type { SourceOrder } from '../../../adapters/core/order/order';
import type { OrderState } from '../../../adapters/core/order/order-states';
import type { Problem } from './price-problems';
import type { PricedPart } from './price-purchase';
import type { WantedPurchase } from './parse-purchase';
import { ZERO } from '../../../adapters/core/decimal';

/** What was decided for one part, kept so that every attempt sends the same. */
export interface PartDraft {
  readonly order: PurchaseOrder;
  /** Of its lines and of itself; a part with any is not ordered. */
  readonly problems: readonly Problem[];
}

/** Crockford's base 32: no letters that are taken for digits when a number is read out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Pasar's number of an order: 80 bits of chance, so that no one guesses another's. */
export function newReference(): OrderReference {
  const digits = [...randomBytes(16)].map((byte) => ALPHABET[byte & 31]).join('');
  return `PSR-${digits}` as OrderReference;
}

const REFERENCE = new RegExp(`^PSR-[${ALPHABET}]{16}$`);

export function parseReference(text: string): OrderReference | null {
  return REFERENCE.test(text) ? (text as OrderReference) : null;
}

export function orderIdOf({ marketplaceId }: Pick<PricedPart, 'marketplaceId'>, reference: string): OrderId {
  const id = orderId(marketplaceId, reference);
  if (id === null) throw new Error('a reference is an order number');
  return id;
}

export function draftOf(
  part: PricedPart,
  wanted: WantedPurchase,
  reference: OrderReference,
  at: Date,
): PartDraft {
  const { actor, institution, workUnit, rupCode, fundingSource, deliverTo, note } = wanted;
  return {
    order: {
      reference,
      orderedAt: at,
      buyer: actor,
      institution: { code: institution, name: institutionName(institution) ?? institution },
      workUnit: { code: workUnit, name: null },
      rupCode,
      fundingSource,
      deliverTo,
      lines: part.lines.flatMap(({ source, quantity, unitPrice, tax, subtotal }) =>
        source === null || unitPrice === null || subtotal === null
          ? []
          : [{ offer: source, quantity, unitPrice, tax: tax ?? ZERO, subtotal }],
      ),
      shippingFee: part.shippingFee,
      tax: part.tax,
      total: part.total,
      note,
    },
    problems: [...part.lines.flatMap((line) => line.problems as readonly Problem[]), ...part.problems],
  };
}

/** A draft out of the database: JSON keeps no instants. */
export function reviveDraft(stored: unknown): PartDraft {
  const draft = stored as PartDraft;
  const date = (value: Date | null): Date | null => (value === null ? null : new Date(value));
  const offer = (kept: Offer): Offer => ({
    ...kept,
    price: { ...kept.price, updatedAt: date(kept.price.updatedAt) },
    stock: { ...kept.stock, updatedAt: date(kept.stock.updatedAt) },
    updatedAt: date(kept.updatedAt),
    observedAt: new Date(kept.observedAt),
  });
  const { order } = draft;
  return {
    ...draft,
    order: {
      ...order,
      orderedAt: new Date(order.orderedAt),
      lines: order.lines.map((line) => ({ ...line, offer: offer(line.offer) })),
    },
  };
}

/** The order as the ledger first knows it: placed by Pasar, and so far that the seller has yet to say yes. */
export function placedOrder(
  { order }: PartDraft,
  id: OrderId,
  { status, state, at }: { readonly status: string; readonly state: OrderState; readonly at: Date },
): SourceOrder {
  const [first] = order.lines;
  if (first === undefined) throw new Error('an order that was placed has lines');
  return {
    id,
    marketplace: first.offer.marketplace,
    number: order.reference,
    channel: 'PASAR',
    status: { status, shipment: null, state },
    statusAt: at,
    placedAt: order.orderedAt,
    title: order.lines.length > 1 ? `${first.offer.title} (+${order.lines.length - 1})` : first.offer.title,
    fiscalYear: Number(formatDay(order.orderedAt).slice(0, 4)),
    institution: order.institution.code,
    workUnit: order.workUnit,
    rupCode: order.rupCode,
    fundingSource: order.fundingSource,
    budgetAccounts: [],
    sellerCode: null,
    sellerName: first.offer.seller.name,
    lines: order.lines.map((line, index) => ({
      key: `${index + 1}`,
      title: line.offer.title,
      productId: null,
      sku: line.offer.sku,
      offerId: line.offer.id,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      shippingFee: null,
      tax: line.tax,
      total: line.subtotal,
    })),
    completeness: 'WHOLE',
    shippingFee: order.shippingFee,
    tax: order.tax,
    total: order.total,
    details: {},
    problems: [],
  };
}
