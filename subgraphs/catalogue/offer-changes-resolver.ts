import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { FROM_ITS_SOURCE } from '../../schema/federation/subscription-sources';
import { OfferReference } from '../../schema/offer/offer-reference';
import { toldOrThrown, type Told } from '../following/event-stream';

/** Offers as they change. */
@Resolver()
export class OfferChangesResolver {
  @Subscription(() => OfferReference, {
    subscribe: FROM_ITS_SOURCE,
    description:
      'Offers whose price, tax or stock changed in the index from now on (perubahan harga dan stok), seen within seconds of its reading. What is selected is asked of the marketplace then. An offer that leaves the index, or comes into it, is told of as well: of one that is gone its marketplace gives nulls. Several changes that come faster than they are read are one. Ends with an error `UNAVAILABLE` where it cannot go on: subscribe again.',
  })
  offerChanges(
    @Root() told: Told<OfferReference>,
    @Arg('ids', () => [ID], {
      description: '1 to 50 ids of offers. Those that the index does not know are told of when they come.',
    })
    _ids: string[],
  ): OfferReference {
    return toldOrThrown(told);
  }
}
