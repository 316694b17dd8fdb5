import { Field, ID, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { OrderingMode, PurchasePartState, RefusalReason } from '../enums';
import { MarketplaceReference } from '../marketplace/marketplace-reference';
import { OfferReference } from '../offer/offer-reference';
import { Order } from '../order/order';
import { DateTimeScalar, DecimalScalar } from '../scalars';
import { QuoteProblem } from './quote-problems';

@ObjectType({ description: 'A page at a marketplace on which the buyer goes on.' })
export class HandOffPage {
  @Field(() => String, { description: 'Open it in the browser; one with a token is good once.' })
  url: string;

  @Field(() => OfferReference, {
    nullable: true,
    description: 'The offer it leads to; null for all of them.',
  })
  offer: OfferReference | null;
}

@ObjectType({ description: 'Why a part was not ordered.' })
export class Refusal {
  @Field(() => RefusalReason)
  reason: RefusalReason;

  @Field(() => String, { description: 'For people to read, with what would help.' })
  message: string;
}

@ObjectType({ description: 'A line of a basket that came back from a marketplace.' })
export class BasketLine {
  @Field(() => String)
  sku: string;

  @Field(() => String, { nullable: true })
  title: string | null;

  @Field(() => DecimalScalar)
  quantity: Decimal;

  @Field(() => DecimalScalar, { description: 'In rupiah.' })
  unitPrice: Decimal;
}

@ObjectType({ description: "One seller's part of a purchase: one order, with a fate of its own." })
export class PurchasePart {
  @Field(() => ID, { description: "Pasar's own number of the order; the marketplace has it too." })
  reference: string;

  @Field(() => MarketplaceReference)
  marketplace: MarketplaceReference;

  @Field(() => String, { nullable: true })
  sellerName: string | null;

  @Field(() => OrderingMode)
  ordering: OrderingMode;

  @Field(() => PurchasePartState)
  state: PurchasePartState;

  @Field(() => DecimalScalar, { description: 'What it came to when it was decided on, in rupiah.' })
  total: Decimal;

  @Field(() => [HandOffPage])
  pages: readonly HandOffPage[];

  @Field(() => [BasketLine], { description: 'What the buyer came back with; empty until then.' })
  basket: readonly BasketLine[];

  @Field(() => [QuoteProblem], { description: 'Why its lines cannot be bought as asked.' })
  problems: readonly QuoteProblem[];

  @Field(() => Refusal, { nullable: true })
  refusal: Refusal | null;

  @Field(() => [Order], {
    description: 'The orders that came of it: one when placed, any number when handed off.',
  })
  orders: readonly Order[];
}

@ObjectType({ description: 'What became of a purchase, part by part (hasil pembelian).' })
export class Purchase {
  @Field(() => ID)
  id: string;

  @Field(() => DateTimeScalar)
  createdAt: Date;

  @Field(() => [PurchasePart])
  parts: readonly PurchasePart[];
}

@ObjectType({ description: 'What became of taking an order back.' })
export class Cancellation {
  @Field(() => Order)
  order: Order;

  @Field(() => Refusal, { nullable: true, description: 'Null where it was taken back.' })
  refusal: Refusal | null;
}
