import { parseOfferId, type OfferIdParts } from '../../adapters/core/ids';
import { inputError } from '../input-error';

/** An offer's id as a client wrote it in this argument. */
export function parseOfferIdAt(argument: string, text: string): OfferIdParts {
  const parts = parseOfferId(text);
  if (parts !== null) return parts;
  throw inputError(
    argument,
    `"${text.slice(0, 80)}" is not an offer id. One is written marketplace:seller.sku, as offerId of a hit gives it.`,
  );
}
