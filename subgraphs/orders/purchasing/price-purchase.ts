import type { Actor } from '../../../adapters/core/actor';
import { addDecimals, multiplyDecimals, ZERO, type Decimal } from '../../../adapters/core/decimal';
import type { AdapterError } from '../../../adapters/core/errors';
import { sellerId, type MarketplaceId, type OfferId } from '../../../adapters/core/ids';
import type { Offer } from '../../../adapters/core/offer';
import type { OrderingMode } from '../../../adapters/core/order/ordering-port';
import type { Region } from '../../../adapters/core/regions';
import type { TaxPer } from '../../../schema/enums';
import type { QuoteLine, QuotePart } from '../../../schema/purchase/quote';
import { offerReference } from '../../catalogue/search-view';
import {
  offerGone,
  partProblems,
  priceProblem,
  sourceUnavailable,
  stockProblem,
  type Problem,
} from './price-problems';
import type { ProcurementRules } from './procurement-rules';
import type { WantedLine } from './purchase-lines';
import { taxesOf, taxOf, type TaxedLine } from './tax';
import type { OfferTypes } from '../../partners/offer-types';

/** What a marketplace answered for one line: the offer, that there is none, or that it can't tell. */
export type OfferFinding = Offer | null | AdapterError;

export interface Pricing {
  /** What one order holds: goods of one seller, or, in a basket, all of a marketplace. */
  readonly per: 'SELLER' | 'MARKETPLACE';
  readonly lines: readonly WantedLine[];
  readonly findings: ReadonlyMap<OfferId, OfferFinding>;
  readonly offerTypes: OfferTypes;
  readonly region: Region;
  readonly taxPer: TaxPer;
  readonly tolerance: Decimal;
  readonly actor: Actor | null;
  readonly rules: ProcurementRules;
  readonly at: Date;
  marketplace(id: MarketplaceId): { readonly name: string; readonly ordering: OrderingMode };
}

/** A line of a quote, with the offer that it was priced by. */
export interface PricedLine extends QuoteLine {
  readonly source: Offer | null;
}

export interface PricedPart extends Omit<QuotePart, 'lines' | 'problems'> {
  readonly marketplaceId: MarketplaceId;
  readonly lines: readonly PricedLine[];
  readonly problems: readonly Problem[];
}

/** Pure: what is wanted, split into orders, with what each part costs and what is wrong with it. */
export function pricePurchase(pricing: Pricing): readonly PricedPart[] {
  const orders = new Map<string, WantedLine[]>();
  for (const line of pricing.lines) {
    const { marketplace, sellerCode } = line.offer;
    const order = pricing.per === 'SELLER' ? sellerId(marketplace, sellerCode) : marketplace;
    orders.set(order, [...(orders.get(order) ?? []), line]);
  }
  return [...orders.values()].map((lines) => pricePart(lines, pricing));
}

function pricePart(wanted: readonly WantedLine[], pricing: Pricing): PricedPart {
  const { region, rules, at, taxPer } = pricing;
  const drafts = wanted.map((line) => draftLine(line, pricing));
  const known = drafts.flatMap(({ priced }) => priced ?? []);
  const taxes = taxesOf(known, taxPer);
  const lines = drafts.map(({ line, priced }): PricedLine => {
    if (priced === null) return line;
    const tax = taxes[known.indexOf(priced)] ?? ZERO;
    return {
      ...line,
      tax,
      landedTotal: addDecimals(priced.subtotal, priced.isIncluded ? ZERO : tax, line.shippingFee ?? ZERO),
    };
  });
  const fees = lines.flatMap(({ shippingFee }) => shippingFee ?? []);
  const marketplaceId = wanted[0]?.offer.marketplace;
  if (marketplaceId === undefined) throw new Error('a part has at least one line');
  const { name, ordering } = pricing.marketplace(marketplaceId);
  const subtotal = addDecimals(...known.map((line) => line.subtotal), ZERO);
  const total = addDecimals(...lines.map(({ landedTotal }) => landedTotal ?? ZERO), ZERO);
  return {
    marketplaceId,
    marketplace: { id: marketplaceId, name },
    sellerName: lines.find(({ source }) => source !== null)?.source?.seller.name ?? null,
    ordering,
    lines,
    subtotal,
    tax: addDecimals(...taxes, ZERO),
    shippingFee: fees.length > 0 ? addDecimals(...fees) : null,
    total,
    problems: partProblems(
      { marketplace: marketplaceId, subtotal, total, region, role: pricing.actor?.role ?? null },
      rules,
      at,
    ),
  };
}

type KnownLine = TaxedLine & { readonly subtotal: Decimal };

function draftLine(
  wanted: WantedLine,
  { findings, offerTypes, region, rules, at, tolerance }: Pricing,
): { line: PricedLine; priced: KnownLine | null } {
  const { id } = wanted.offer;
  const finding = findings.get(id) ?? null;
  const offer = finding !== null && 'price' in finding ? finding : null;
  const tax = taxOf(wanted.tax, offer?.price.tax ?? 'UNKNOWN', region.code, rules, at);
  const subtotal = offer === null ? null : multiplyDecimals(offer.price.amount, wanted.quantity);
  const line: PricedLine = {
    offerId: id,
    offer: offerReference(id, wanted.offer.marketplace, offerTypes),
    title: offer?.title ?? null,
    quantity: wanted.quantity,
    unit: offer?.unit ?? null,
    unitPrice: offer?.price.amount ?? null,
    subtotal,
    taxMode: tax.mode,
    taxRate: tax.rate,
    taxIncluded: tax.isIncluded,
    tax: null,
    shippingFee: offer?.shippingFee ?? null,
    landedTotal: null,
    observedAt: offer?.observedAt ?? null,
    problems: lineProblems(wanted, finding, tolerance),
    source: offer,
  };
  return { line, priced: subtotal === null ? null : { ...tax, subtotal } };
}

function lineProblems(
  { offer, ...wanted }: WantedLine,
  finding: OfferFinding,
  tolerance: Decimal,
): Problem[] {
  if (finding === null) return [offerGone(offer.id)];
  if (!('price' in finding)) return [sourceUnavailable(offer.id, finding.code)];
  return [
    priceProblem(finding, wanted.expected, tolerance) ?? [],
    stockProblem(finding, wanted.quantity) ?? [],
  ].flat();
}
