import { Directive, Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { Freshness, OrderState } from '../enums';
import { DateTimeScalar } from '../scalars';

@Directive('@shareable')
@ObjectType({ description: 'The state of an order as its marketplace tells it now.' })
export class LiveOrderState {
  @Field(() => OrderState, { nullable: true, description: 'Null for a status that Pasar does not know.' })
  state: OrderState | null;

  @Field(() => String, { description: "The source's own word." })
  sourceStatus: string;

  @Field(() => String, { nullable: true })
  shipmentStatus: string | null;

  @Field(() => DateTimeScalar, { description: 'When the source told it.' })
  observedAt: Date;

  @Field(() => Freshness, {
    description:
      'LIVE where the marketplace was asked just now; STALE where it cannot be asked or did not answer.',
  })
  freshness: Freshness;
}

/** The part of an order that its marketplace's own subgraph adds. */
@InterfaceType('Order', { autoRegisterImplementations: false })
export abstract class LiveOrder {
  @Field(() => ID)
  id: string;

  @Field(() => LiveOrderState, {
    nullable: true,
    description: 'Asked of the marketplace now, where it can be asked: see `marketplaces { orderTracking }`.',
  })
  live: LiveOrderState | null;
}

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["orders:read"]])')
@ObjectType('JatimBejoOrder', { implements: LiveOrder })
export class JatimBejoLiveOrder extends LiveOrder {}

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["orders:read"]])')
@ObjectType('MbizOrder', { implements: LiveOrder })
export class MbizLiveOrder extends LiveOrder {}

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["orders:read"]])')
@ObjectType('EKatalogLokalOrder', { implements: LiveOrder })
export class EKatalogLokalLiveOrder extends LiveOrder {}

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["orders:read"]])')
@ObjectType('PartnerOrder', { implements: LiveOrder })
export class PartnerLiveOrder extends LiveOrder {}
