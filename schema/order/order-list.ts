import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { OrderState } from '../enums';
import { DateTimeScalar, DecimalScalar } from '../scalars';
import { PageInfo } from '../values/page-info';
import { Order } from './order';

@InputType({
  description: 'Narrows a list of orders. Values within one field are alternatives, fields add up.',
})
export class OrderFilter {
  @Field(() => [ID], { nullable: true, description: 'Marketplace ids, for example mbiz.' })
  marketplaces?: string[] | null;

  @Field(() => [OrderState], { nullable: true })
  states?: OrderState[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: only orders whose status Pasar does not know; false: only others.',
  })
  unknownState?: boolean | null;

  @Field(() => [ID], { nullable: true, description: 'Codes of work units (satker).' })
  workUnits?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Package of the procurement plan (kode RUP).' })
  rupCode?: string | null;

  @Field(() => String, { nullable: true, description: "The order's number, exactly." })
  number?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Placed then or later.' })
  placedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Placed before then.' })
  placedTo?: Date | null;
}

@ArgsType()
export class OrdersArgs {
  @Field(() => OrderFilter, { nullable: true })
  filter?: OrderFilter | null;

  @Field(() => Int, { defaultValue: 20, description: 'Orders per page, 0 to 100.' })
  first: number;

  @Field(() => String, { nullable: true, description: "The previous page's endCursor." })
  after?: string | null;
}

@ObjectType({ description: 'One page of orders, newest first.' })
export class OrderList {
  @Field(() => [Order])
  nodes: Order[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int, { description: 'Orders in all, over all pages.' })
  totalCount: number;
}

@ObjectType({ description: 'Orders that have something in common, and what they come to.' })
export class OrderTotal {
  @Field(() => String, {
    nullable: true,
    description:
      'What they have in common: a marketplace id, a state, a month such as 2026-11, an institution code.',
  })
  key: string | null;

  @Field(() => String, { nullable: true, description: 'For people to read.' })
  name: string | null;

  @Field(() => Int)
  count: number;

  @Field(() => DecimalScalar, { description: 'In rupiah. Orders whose source tells no total add nothing.' })
  total: Decimal;
}

@ObjectType({ description: 'What the orders come to, cut in several ways.' })
export class OrderTotals {
  @Field(() => Int)
  count: number;

  @Field(() => DecimalScalar, { description: 'In rupiah.' })
  total: Decimal;

  @Field(() => DecimalScalar, {
    description: 'Of it, what is agreed on or further along and not called off, in rupiah.',
  })
  spent: Decimal;

  @Field(() => [OrderTotal])
  byMarketplace: OrderTotal[];

  @Field(() => [OrderTotal], { description: 'A null key: a status that Pasar does not know.' })
  byState: OrderTotal[];

  @Field(() => [OrderTotal], {
    description: 'By month of placing, or of its beginning where it was never placed; newest first.',
  })
  byMonth: OrderTotal[];

  @Field(() => [OrderTotal], { description: 'One for most readers: their own.' })
  byInstitution: OrderTotal[];
}
