import {
  absoluteDecimal,
  compareDecimals,
  percentOf,
  roundDecimal,
  subtractDecimals,
  ZERO,
  type Decimal,
} from '../../../adapters/core/decimal';
import type { Role } from '../../../adapters/core/actor';
import { ERROR_TABLE, type ErrorCode } from '../../../adapters/core/errors';
import type { MarketplaceId, OfferId } from '../../../adapters/core/ids';
import type { Offer } from '../../../adapters/core/offer';
import type { Region } from '../../../adapters/core/regions';
import type {
  BelowMinimumOrder,
  OfferGone,
  OutOfStock,
  PriceChanged,
  PurchaseLimitExceeded,
  RegionNotServed,
  SourceUnavailable,
} from '../../../schema/purchase/quote-problems';
import { atMarketplace, inForce, type ProcurementRules } from './procurement-rules';

/** Any problem, as the graph's types have it. */
export type Problem =
  | PriceChanged
  | OutOfStock
  | BelowMinimumOrder
  | RegionNotServed
  | OfferGone
  | PurchaseLimitExceeded
  | SourceUnavailable;

export function offerGone(offerId: OfferId): OfferGone {
  return {
    __typename: 'OfferGone',
    offerId,
    message: 'The marketplace does not list this offer any more. Search for another.',
  };
}

export function sourceUnavailable(offerId: OfferId, code: ErrorCode): SourceUnavailable {
  return {
    __typename: 'SourceUnavailable',
    offerId,
    code,
    message: `${ERROR_TABLE[code].message} Price and stock are not known; try again later.`,
  };
}

/** A rise beyond the tolerance, and a fall too: what has halved is no longer what was decided on. */
export function priceProblem(
  offer: Offer,
  expected: Decimal | null,
  tolerance: Decimal,
): PriceChanged | null {
  if (expected === null) return null;
  const actual = offer.price.amount;
  const change = percentOf(subtractDecimals(actual, expected), expected) ?? ZERO;
  if (compareDecimals(absoluteDecimal(change), tolerance) <= 0) return null;
  return {
    __typename: 'PriceChanged',
    offerId: offer.id,
    expected,
    actual,
    changePercent: roundDecimal(change, 2),
    message: `The price is Rp ${actual} and not Rp ${expected}. Expect the new price, or allow a tolerance.`,
  };
}

export function stockProblem({ id, stock }: Offer, quantity: Decimal): OutOfStock | null {
  const tooFew = stock.quantity !== null && compareDecimals(stock.quantity, quantity) < 0;
  if (stock.state !== 'OUT_OF_STOCK' && !tooFew) return null;
  return {
    __typename: 'OutOfStock',
    offerId: id,
    available: stock.quantity,
    message:
      stock.quantity === null || stock.state === 'OUT_OF_STOCK'
        ? 'The offer is sold out.'
        : `There are only ${stock.quantity}. Ask for less, or split the line over several offers.`,
  };
}

/** What is wrong with one seller's order as a whole. */
export function partProblems(
  part: {
    readonly marketplace: MarketplaceId;
    readonly subtotal: Decimal;
    readonly total: Decimal;
    readonly region: Region;
    readonly role: Role | null;
  },
  rules: ProcurementRules,
  at: Date,
): readonly Problem[] {
  const { marketplace, region } = part;
  const here = <
    T extends { readonly marketplaces: readonly string[]; from: string; to: string | null; source: string },
  >(
    entries: readonly T[],
  ): readonly T[] => atMarketplace(inForce(entries, at), marketplace);
  const problems: Problem[] = [];
  const deliveries = here(rules.deliveries);
  if (deliveries.length > 0 && !deliveries.some(({ regions }) => regions.includes(region.code))) {
    problems.push({
      __typename: 'RegionNotServed',
      offerId: null,
      region: region.code,
      message: `${marketplace} does not deliver to ${region.name}.`,
    });
  }
  for (const { amount } of here(rules.minimumOrders)) {
    if (compareDecimals(part.subtotal, amount) >= 0) continue;
    problems.push({
      __typename: 'BelowMinimumOrder',
      offerId: null,
      minimum: amount,
      actual: part.subtotal,
      message: `${marketplace} sells for at least Rp ${amount} at a time; this comes to Rp ${part.subtotal}.`,
    });
  }
  for (const { role, amount, source } of here(rules.limits)) {
    if (role !== part.role || compareDecimals(part.total, amount) <= 0) continue;
    problems.push({
      __typename: 'PurchaseLimitExceeded',
      offerId: null,
      limit: amount,
      actual: part.total,
      source,
      message: `Rp ${part.total} is more than the Rp ${amount} that a ${role} may order at ${marketplace} at a time.`,
    });
  }
  return problems;
}
