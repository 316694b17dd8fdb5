import { restManifestSchema, type OfferMapping } from '../../../../adapters/protocols/rest/manifest';

/** A mapping as a manifest has it, changed in parts. */
export function mapping(change: object): OfferMapping {
  return restManifestSchema.shape.mapping.parse({
    sku: 'product.sku',
    title: 'product.name',
    price: 'product.price',
    stock: { type: 'none' },
    ...change,
  });
}
