import type { Call } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import type { MarketplaceId, OfferId, OfferIdParts } from '../../../adapters/core/ids';
import type { SourceDirectory } from '../../marketplace/source-directory';
import type { OfferFinding } from './price-purchase';

const KINDS = new Set(['price', 'stock', 'descriptive'] as const);

/** Price and stock of all lines as the marketplaces say now, whatever is cached: all marketplaces at once. */
export async function findOffers(
  offers: readonly OfferIdParts[],
  sources: SourceDirectory,
  call: Call,
): Promise<ReadonlyMap<OfferId, OfferFinding>> {
  const byMarketplace = new Map<MarketplaceId, OfferId[]>();
  for (const { id, marketplace } of offers)
    byMarketplace.set(marketplace, [...(byMarketplace.get(marketplace) ?? []), id]);
  const found = new Map<OfferId, OfferFinding>();
  await Promise.all(
    [...byMarketplace].map(async ([marketplace, ids]) => {
      const answers = await sources.get(marketplace)?.offers.read(ids, { call, kinds: KINDS, noCache: true });
      for (const id of ids) {
        const answer = answers?.get(id);
        if (answer === undefined) {
          found.set(id, new AdapterError('UNAVAILABLE', { marketplace, detail: 'no answer for an id' }));
        } else {
          found.set(id, answer.from === 'NOWHERE' ? answer.error : answer.known.offer);
        }
      }
    }),
  );
  return found;
}
