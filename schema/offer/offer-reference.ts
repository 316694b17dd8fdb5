import { Directive, Field, ID, InterfaceType, ObjectType } from 'type-graphql';

/**
 * Offers as the catalogue holds them: an id and a type, which tell the gateway where to ask. They
 * carry the names of the full types, whose fields live in the marketplaces' own subgraphs.
 */
@InterfaceType('Offer', {
  autoRegisterImplementations: false,
  resolveType: (offer: OfferReference) => offer.__typename,
})
export abstract class OfferReference {
  @Field(() => ID)
  id: string;

  __typename: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('JatimBejoOffer', { implements: OfferReference })
class JatimBejoOfferReference extends OfferReference {}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('MbizOffer', { implements: OfferReference })
class MbizOfferReference extends OfferReference {}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('EKatalogLokalOffer', { implements: OfferReference })
class EKatalogLokalOfferReference extends OfferReference {}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('PartnerOffer', { implements: OfferReference })
class PartnerOfferReference extends OfferReference {}

export const OFFER_REFERENCES = [
  JatimBejoOfferReference,
  MbizOfferReference,
  EKatalogLokalOfferReference,
  PartnerOfferReference,
] as const;
