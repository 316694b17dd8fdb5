import { Directive, Field, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { DecimalScalar } from '../scalars';
import { Order } from './order';

/** Declared where composition takes access from: on the fields of types and not on those of interfaces. */
const AUDITED = '@requiresScopes(scopes: [["orders:audit"]])';
const PROBLEMS = {
  nullable: true,
  description: 'What does not add up in what the source told: for auditors.',
} as const;

/** What reports of Toko Daring marketplaces say beyond the common model. */
@ObjectType()
abstract class TokoDaringOrder extends Order {
  @Field(() => String, { nullable: true, description: 'As reported (metode bayar).' })
  paymentMethod: string | null;

  @Field(() => String, { nullable: true, description: 'Couriers, as reported (nama kurir).' })
  couriers: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Income tax withheld (PPh 22), in rupiah.' })
  incomeTax: Decimal | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the marketplace says that it came about (konfirmasi PPMSE); null until it says.',
  })
  confirmedByMarketplace: boolean | null;

  @Field(() => String, { nullable: true, description: "The marketplace's remark (keterangan PPMSE)." })
  marketplaceRemark: string | null;
}

/** What ship notices of cXML say as well. */
@ObjectType()
abstract class ShippedOrder extends TokoDaringOrder {
  @Field(() => String, { nullable: true, description: 'Who carries it, from the ship notice (cXML).' })
  carrier: string | null;

  @Field(() => String, { nullable: true, description: 'Under which number (nomor resi).' })
  trackingNumber: string | null;
}

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["orders:read"]])')
@ObjectType({ implements: Order, description: 'An order on Jatim Bejo.' })
export class JatimBejoOrder extends TokoDaringOrder {
  @Directive(AUDITED)
  @Field(() => [String], PROBLEMS)
  declare problems: readonly string[] | null;
}

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["orders:read"]])')
@ObjectType({ implements: Order, description: 'An order on Mbiz.' })
export class MbizOrder extends ShippedOrder {
  @Directive(AUDITED)
  @Field(() => [String], PROBLEMS)
  declare problems: readonly string[] | null;
}

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["orders:read"]])')
@ObjectType({
  implements: Order,
  description: 'A package on e-Katalog, version 5 or 6 (paket e-purchasing).',
})
export class EKatalogLokalOrder extends Order {
  @Field(() => String, { nullable: true, description: 'Name of the plan it belongs to (nama RUP).' })
  rupName: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it was a mini-competition (mini kompetisi).',
  })
  miniCompetition: boolean | null;

  @Directive(AUDITED)
  @Field(() => [String], PROBLEMS)
  declare problems: readonly string[] | null;
}

@Directive('@key(fields: "id")')
@Directive('@requiresScopes(scopes: [["orders:read"]])')
@ObjectType({
  implements: Order,
  description: 'An order on a marketplace that joined by registering (mitra).',
})
export class PartnerOrder extends ShippedOrder {
  @Directive(AUDITED)
  @Field(() => [String], PROBLEMS)
  declare problems: readonly string[] | null;
}

/** Every concrete type, for schemas whose fields only name the interface. */
export const ORDER_TYPES = [JatimBejoOrder, MbizOrder, EKatalogLokalOrder, PartnerOrder] as const;
