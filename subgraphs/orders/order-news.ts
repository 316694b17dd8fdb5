import { z } from 'zod';
import type { InstitutionCode, MarketplaceId, OrderId } from '../../adapters/core/ids';
import type { OrderState } from '../../adapters/core/order/order-states';
import { createNews, type News } from '../news/news';

/** That an order changed: who may know of it, and what to ask the ledger for. */
export interface OrderChange {
  readonly orderId: OrderId;
  readonly marketplace: MarketplaceId;
  readonly institution: InstitutionCode;
  readonly state: OrderState | null;
  /** When the ledger took it down, ISO 8601. */
  readonly at: string;
}

/** Changes of orders as they are written, over all replicas where there is a Redis. */
export type OrderNews = News<OrderChange>;

const changeWire = z
  .object({
    orderId: z.string(),
    marketplace: z.string(),
    institution: z.string(),
    state: z.string().nullable(),
    at: z.string(),
  })
  .transform((change) => change as OrderChange);

export function createOrderNews(redisUrl: string | null): OrderNews {
  return createNews({ redisUrl, channel: 'pasar:orders', item: changeWire });
}
