import type { Selectable } from 'kysely';
import { institutionName } from '../../../adapters/core/institutions';
import { parseOfferId } from '../../../adapters/core/ids';
import type { EKatalogLokalOrder, JatimBejoOrder, MbizOrder } from '../../../schema/order/marketplace-orders';
import type { Order, OrderEvent, OrderLine } from '../../../schema/order/order';
import { orderTypeOf } from '../../../schema/order/order-types';
import { offerReference } from '../../catalogue/search-view';
import type { OrderEventTable } from '../../database/order-tables';
import type { LineRow, OrderRow } from './merge-order';
import type { MarketplaceNames } from '../../partners/marketplace-names';
import type { OfferTypes } from '../../partners/offer-types';

/** Lines, history and problems are read when they are asked for. */
export type OrderSummary = Omit<Order, 'lines' | 'history' | 'problems'> & { readonly row: OrderRow };

type Details = Partial<Omit<JatimBejoOrder & MbizOrder & EKatalogLokalOrder, keyof Order>>;

export function orderView(row: OrderRow, marketplaceNames: MarketplaceNames): OrderSummary & Details {
  // What only one source tells carries the names of its type's own fields already.
  const details = row.details as Details;
  return {
    ...details,
    row,
    __typename: orderTypeOf(row.marketplace),
    id: row.id,
    marketplace: { id: row.marketplace, name: marketplaceNames.get(row.marketplace) ?? row.marketplace },
    number: row.number,
    title: row.title,
    sourceStatus: row.source_status,
    shipmentStatus: row.shipment_status,
    state: row.state,
    placedAt: row.placed_at,
    updatedAt: row.updated_at,
    observedAt: row.observed_at,
    fiscalYear: row.fiscal_year,
    institution: { code: row.institution, name: institutionName(row.institution) },
    workUnit: { code: row.work_unit, name: row.work_unit_name },
    rupCode: row.rup_code,
    fundingSource: row.funding_source,
    budgetAccounts: row.budget_accounts,
    sellerName: row.seller_name ?? row.seller_code,
    shippingFee: row.shipping_fee,
    tax: row.tax,
    total: row.total,
    channel: row.channel,
  };
}

export function lineView(line: LineRow, offerTypes: OfferTypes): OrderLine {
  const offer = line.offer_id === null ? null : parseOfferId(line.offer_id);
  return {
    id: line.key,
    title: line.title,
    productId: line.product_id,
    sku: line.sku,
    offer: offer === null ? null : offerReference(offer.id, offer.marketplace, offerTypes),
    quantity: line.quantity,
    unitPrice: line.unit_price,
    shippingFee: line.shipping_fee,
    tax: line.tax,
    total: line.total,
  };
}

export function eventView(event: Selectable<OrderEventTable>): OrderEvent {
  return {
    state: event.state,
    sourceStatus: event.source_status,
    shipmentStatus: event.shipment_status,
    at: event.at,
    channel: event.channel,
  };
}
