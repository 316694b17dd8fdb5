import { offerId, parseOfferId } from '../../core/ids';
import type { DirectOrdering, PunchOutOrdering, PurchaseOrder } from '../../core/order/ordering-port';
import { articleOf } from './cif-article';
import { createCxmlOrdering, type CxmlOrderingOptions } from './ordering';

/**
 * Ordering what a CIF catalogue lists. An order says the two columns that identify goods there (Supplier Part
 * ID, Supplier Part Auxiliary ID), as the standard wants them back; where the catalogue has no auxiliary id
 * the supplier's own stands in its place, as in every order that Pasar writes.
 */
export function createCifOrdering(options: CxmlOrderingOptions): DirectOrdering | PunchOutOrdering {
  const ordering = createCxmlOrdering(options);
  const place: DirectOrdering['place'] = (order, call) => ordering.place(asCatalogued(order), call);
  if (ordering.mode === 'DIRECT') return { ...ordering, place };
  return {
    ...ordering,
    place,
    start: (request, call) => ordering.start({ ...request, order: asCatalogued(request.order) }, call),
  };
}

function asCatalogued(order: PurchaseOrder): PurchaseOrder {
  const lines = order.lines.map((line) => {
    const { offer } = line;
    const { partId, auxiliaryId } = articleOf(offer.sku);
    const second = auxiliaryId ?? parseOfferId(offer.id)?.sellerCode ?? '';
    return { ...line, offer: { ...offer, sku: partId, id: offerId(offer.marketplace, second, partId) } };
  });
  return { ...order, lines };
}
