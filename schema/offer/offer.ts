import { Field, ID, InterfaceType } from 'type-graphql';
import type { Decimal } from '../../adapters/core/decimal';
import { MarketplaceReference } from '../marketplace/marketplace-reference';
import { DateTimeScalar, DecimalScalar } from '../scalars';
import { Category, Seller } from '../values/place-and-kind';
import { LivePrice } from '../values/price';
import { LiveStock } from '../values/stock';

/**
 * The interface as marketplace subgraphs define it. Everything but the id is nullable: it comes from
 * across a border, and a marketplace that is down must not wipe what the others answered.
 */
@InterfaceType('Offer', {
  description: 'What one seller lists on one marketplace (produk tayang), asked of that marketplace itself.',
  autoRegisterImplementations: false,
})
export abstract class Offer {
  @Field(() => ID, { description: 'marketplace:seller.sku' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Name of the product (nama produk).' })
  title: string | null;

  @Field(() => String, { nullable: true, description: 'Short description, plain text.' })
  description: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The seller's own article number (no. produk penyedia).",
  })
  sku: string | null;

  @Field(() => LivePrice, {
    nullable: true,
    description: 'What one unit costs a government buyer now (harga).',
  })
  price: LivePrice | null;

  @Field(() => LiveStock, { nullable: true, description: 'How much there is now (stok).' })
  stock: LiveStock | null;

  @Field(() => String, {
    nullable: true,
    description: 'Unit of sale (satuan); null where the marketplace names none.',
  })
  unit: string | null;

  @Field(() => Seller, { nullable: true })
  seller: Seller | null;

  @Field(() => Category, { nullable: true })
  category: Category | null;

  @Field(() => MarketplaceReference, { nullable: true })
  marketplace: MarketplaceReference | null;

  @Field(() => Boolean, { nullable: true, description: 'Domestic product (produk dalam negeri, PDN).' })
  domesticProduct: boolean | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Domestic content (TKDN) in percent.' })
  tkdn: Decimal | null;

  @Field(() => String, { nullable: true, description: "The offer's page at the marketplace." })
  url: string | null;

  @Field(() => String, { nullable: true })
  imageUrl: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the listing last changed, by the marketplace's clock.",
  })
  updatedAt: Date | null;
}
