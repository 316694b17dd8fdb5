import {
  compareDecimals,
  decimal,
  isPositive,
  parseDecimal,
  ZERO,
  type Decimal,
} from '../../../adapters/core/decimal';
import { parseOfferId, type MarketplaceId, type OfferIdParts } from '../../../adapters/core/ids';
import { regionByCode, type Region } from '../../../adapters/core/regions';
import type { TaxMode } from '../../../schema/enums';
import type { PurchaseLineInput } from '../../../schema/purchase/purchase-input';
import { inputError } from '../../input-error';

/** A line as asked for, understood. */
export interface WantedLine {
  readonly offer: OfferIdParts;
  readonly quantity: Decimal;
  readonly expected: Decimal | null;
  readonly tax: TaxMode;
}

const LINES_MAX = 100;
const QUANTITY_MAX = decimal(1_000_000);
const QUANTITY_PLACES = 3;
const TOLERANCE_MAX = decimal(25);

export function parseLines(
  lines: readonly PurchaseLineInput[],
  isKnown: (marketplace: MarketplaceId) => boolean,
): readonly WantedLine[] {
  if (lines.length === 0) throw inputError('input.lines', 'is empty. Name at least one offer.');
  if (lines.length > LINES_MAX)
    throw inputError('input.lines', `holds ${lines.length} lines; at most ${LINES_MAX} are taken.`);
  const seen = new Set<string>();
  return lines.map((line, index) => {
    const at = `input.lines.${index}`;
    const offer = parseOfferId(line.offerId);
    if (offer === null)
      throw inputError(
        `${at}.offerId`,
        `"${line.offerId.slice(0, 60)}" is not an offer's id, for example jatim-bejo:M00001.BEPR-000001.`,
      );
    if (!isKnown(offer.marketplace)) {
      throw inputError(
        `${at}.offerId`,
        `no marketplace "${offer.marketplace}" takes part. \`marketplaces { id }\` lists those that do.`,
      );
    }
    if (seen.has(offer.id))
      throw inputError(`${at}.offerId`, `"${offer.id}" is there twice. Put both quantities into one line.`);
    seen.add(offer.id);
    return {
      offer,
      quantity: parseQuantity(line.quantity, `${at}.quantity`),
      expected: line.expectedPrice ? parseExpected(line.expectedPrice, `${at}.expectedPrice`) : null,
      tax: line.tax,
    };
  });
}

/** Fractions are real (509.9 metres of something); what has no unit of a thousandth is a slip. */
function parseQuantity(text: string, argument: string): Decimal {
  const quantity = parseDecimal(text);
  if (quantity === null || !isPositive(quantity))
    throw inputError(argument, `"${text.slice(0, 40)}" is not above zero.`);
  if (compareDecimals(quantity, QUANTITY_MAX) > 0)
    throw inputError(argument, `${quantity} is more than ${QUANTITY_MAX}, the most that one line takes.`);
  if ((quantity.split('.')[1] ?? '').length > QUANTITY_PLACES)
    throw inputError(argument, `${quantity} has more than ${QUANTITY_PLACES} places after the point.`);
  return quantity;
}

function parseExpected(
  { amount, currency }: { amount: string; currency: string },
  argument: string,
): Decimal {
  if (currency !== 'IDR') {
    throw inputError(
      `${argument}.currency`,
      `"${currency.slice(0, 10)}" is not traded here. Prices are in IDR and never converted.`,
    );
  }
  const expected = parseDecimal(amount);
  if (expected === null || !isPositive(expected))
    throw inputError(`${argument}.amount`, `"${amount.slice(0, 40)}" is not above zero.`);
  return expected;
}

export function parseTolerance(percent: string | null | undefined): Decimal {
  if (percent === null || percent === undefined) return ZERO;
  const tolerance = parseDecimal(percent);
  if (tolerance === null || tolerance.startsWith('-') || compareDecimals(tolerance, TOLERANCE_MAX) > 0) {
    throw inputError(
      'input.tolerancePercent',
      `"${percent.slice(0, 20)}" is not a number from 0 to ${TOLERANCE_MAX}.`,
    );
  }
  return tolerance;
}

export function parseRegion(code: string, argument: string): Region {
  const region = regionByCode(code);
  if (region !== null) return region;
  throw inputError(
    argument,
    `"${code.slice(0, 20)}" is not a region of East Java. The query "regions" lists them; Kota Malang is 35.73.`,
  );
}
