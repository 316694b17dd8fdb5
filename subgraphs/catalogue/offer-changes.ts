import { parseOfferId, type OfferId, type OfferIdParts } from '../../adapters/core/ids';
import type { OfferReference } from '../../schema/offer/offer-reference';
import { inputError } from '../input-error';
import { createEventStream, type EventStream } from '../following/event-stream';
import type { Following } from '../following/following';
import { parseOfferIdAt } from './offer-argument';
import type { OfferStubs } from './offer-stubs';
import { offerReference } from './search-view';

/** A page of a portal shows fewer; each of them may come to a call of its marketplace. */
const IDS_MAX = 50;

/** The offers that someone wants to be told of. */
export function parseFollowed(ids: readonly string[]): readonly OfferId[] {
  if (ids.length === 0) throw inputError('ids', 'holds no ids; name the offers to follow.');
  if (ids.length > IDS_MAX) throw inputError('ids', `holds ${ids.length} ids; at most ${IDS_MAX} are taken.`);
  return [...new Set(ids.map((id, i) => parseOfferIdAt(`ids[${i}]`, id).id))];
}

/** Tells of these offers whenever their rows in the index change from now on. */
export async function followOffers(
  ids: readonly OfferId[],
  signal: AbortSignal,
  { offers, closing, offerTypes }: Following & Pick<OfferStubs, 'offerTypes'>,
): Promise<EventStream<OfferId, OfferReference>> {
  const reference = ({ id, marketplace }: OfferIdParts) => offerReference(id, marketplace, offerTypes);
  const stream = createEventStream<OfferId, OfferReference>({
    mostKept: ids.length,
    signal,
    closing,
    read(id) {
      const parts = parseOfferId(id);
      return Promise.resolve(parts === null ? null : reference(parts));
    },
  });
  try {
    stream.whenEnded(await offers.follow(ids, (id) => stream.tell(id)));
  } catch (error) {
    stream.end();
    throw error;
  }
  return stream;
}
