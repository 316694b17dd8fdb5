import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { OrderChannel, OrderState } from '../enums';
import { MarketplaceReference } from '../marketplace/marketplace-reference';
import { OfferReference } from '../offer/offer-reference';
import { DateTimeScalar, DecimalScalar } from '../scalars';

@ObjectType({ description: 'An institution that buys (K/L/PD).' })
export class Institution {
  @Field(() => ID, { description: "LKPP's code, for example D180." })
  code: string;

  @Field(() => String, { nullable: true, description: 'Null outside East Java.' })
  name: string | null;
}

@ObjectType({ description: 'A work unit of an institution (satuan kerja, satker).' })
export class WorkUnit {
  @Field(() => ID, { nullable: true, description: 'The official code (kd_satker_str), zeros in front.' })
  code: string | null;

  @Field(() => String, { nullable: true })
  name: string | null;
}

@ObjectType({ description: 'One line of an order (rincian pesanan).' })
export class OrderLine {
  @Field(() => ID, { description: 'Unique within its order.' })
  id: string;

  @Field(() => String, { nullable: true })
  title: string | null;

  @Field(() => String, { nullable: true, description: "The source's own product number." })
  productId: string | null;

  @Field(() => String, { nullable: true, description: "The seller's article number." })
  sku: string | null;

  @Field(() => OfferReference, { nullable: true, description: 'The offer it was ordered from, where known.' })
  offer: OfferReference | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Fractions occur (kuantitas).' })
  quantity: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'As agreed, in rupiah (harga satuan).' })
  unitPrice: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'In rupiah (ongkos kirim).' })
  shippingFee: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'PPN in rupiah.' })
  tax: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'In rupiah, as the source says.' })
  total: Decimal | null;
}

@ObjectType({ description: 'News of the state of an order, in the order in which it happened.' })
export class OrderEvent {
  @Field(() => OrderState, { nullable: true, description: 'Null for a status that Pasar does not know.' })
  state: OrderState | null;

  @Field(() => String, { description: "The source's own word." })
  sourceStatus: string;

  @Field(() => String, { nullable: true })
  shipmentStatus: string | null;

  @Field(() => DateTimeScalar, {
    description: "By the source's clock where it keeps one, else when it was told.",
  })
  at: Date;

  @Field(() => OrderChannel)
  channel: OrderChannel;
}

/**
 * The interface as the ledger defines it. The marketplaces' own subgraphs add `live` to it. Access is
 * declared on the types that implement it, which is where composition takes it from.
 */
@InterfaceType('Order', {
  description: 'An order at one marketplace (paket, pesanan), as the ledger knows it.',
  autoRegisterImplementations: false,
  resolveType: (order: Order) => order.__typename,
})
export abstract class Order {
  __typename: string;

  @Field(() => ID, { description: 'marketplace:number' })
  id: string;

  @Field(() => MarketplaceReference)
  marketplace: MarketplaceReference;

  @Field(() => String, { description: 'What people know it by (nomor paket).' })
  number: string;

  @Field(() => String, { nullable: true, description: 'Name of the package (nama paket).' })
  title: string | null;

  @Field(() => String, { description: "The source's own word for its state, always kept." })
  sourceStatus: string;

  @Field(() => String, {
    nullable: true,
    description: 'A second axis where the source has one (e-Katalog 6).',
  })
  shipmentStatus: string | null;

  @Field(() => OrderState, {
    nullable: true,
    description: 'Null where the source uses a status that Pasar does not know: read sourceStatus.',
  })
  state: OrderState | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null for one that never became an order.' })
  placedAt: Date | null;

  @Field(() => DateTimeScalar, { description: 'When the ledger last saw it change.' })
  updatedAt: Date;

  @Field(() => DateTimeScalar, { description: 'When its source last told of it.' })
  observedAt: Date;

  @Field(() => Int, { nullable: true, description: 'Fiscal year (tahun anggaran).' })
  fiscalYear: number | null;

  @Field(() => Institution)
  institution: Institution;

  @Field(() => WorkUnit)
  workUnit: WorkUnit;

  @Field(() => ID, { nullable: true, description: 'Package of the procurement plan (kode RUP).' })
  rupCode: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the money comes from (sumber dana): APBD, APBN, …',
  })
  fundingSource: string | null;

  @Field(() => [String], { description: 'Budget accounts (MAK).' })
  budgetAccounts: readonly string[];

  @Field(() => String, { nullable: true, description: 'Name of the seller, or its code (penyedia).' })
  sellerName: string | null;

  @Field(() => [OrderLine], { description: 'Empty where the source tells none.' })
  lines: readonly OrderLine[];

  @Field(() => DecimalScalar, { nullable: true, description: 'In rupiah (ongkos kirim).' })
  shippingFee: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'PPN in rupiah.' })
  tax: Decimal | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'In rupiah, as the source says.' })
  total: Decimal | null;

  @Field(() => OrderChannel, { description: 'How the ledger first learnt of it.' })
  channel: OrderChannel;

  @Field(() => [OrderEvent], { description: 'Oldest first (riwayat).' })
  history: readonly OrderEvent[];

  @Field(() => [String], {
    nullable: true,
    description: 'What does not add up in what the source told: for auditors.',
  })
  problems: readonly string[] | null;
}
