import { z } from 'zod';
import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import { parseOrderId, type MarketplaceId, type OrderId } from '../../core/ids';
import { parseInstant } from '../../core/jakarta-time';
import type { OrdersPort, StatusReading } from '../../core/order/orders-port';
import { key, looseText } from '../../core/wire-fields';
import { tokoDaringStatus } from './order-statuses';

export interface OrderStatusAccess {
  /** Address that answers statuses of orders. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const answerWire = z.object({ data: z.array(z.unknown()) });
const statusWire = z.object({ order_id: key, status: key, updated_at: looseText });

/**
 * Asks for the statuses of orders: `GET <address>?order_ids=a,b`. This is not in the contract, which knows
 * reports only; it is what Pasar proposes to marketplaces, and is left out where none is configured.
 */
export function createOrderStatuses(
  marketplace: MarketplaceId,
  access: OrderStatusAccess,
  http: HttpSource,
): OrdersPort {
  return {
    feeds: [],
    page: () =>
      Promise.reject(new AdapterError('UNSUPPORTED', { marketplace, detail: 'it has no lists of orders' })),
    async statuses(ids: readonly OrderId[], call: Call): Promise<readonly StatusReading[]> {
      const numbers = ids.map((id) => parseOrderId(id)?.number ?? '');
      const { body } = await http.json(
        {
          url: access.url,
          query: { order_ids: numbers.map(encodeURIComponent).join(',') },
          headers: { 'X-Client-Id': access.clientId, 'X-Client-Secret': access.clientSecret },
        },
        call,
      );
      const answer = answerWire.safeParse(body);
      if (!answer.success)
        throw new AdapterError('BAD_RESPONSE', { marketplace, detail: 'order statuses: data is not a list' });
      const found = new Map<string, StatusReading>();
      for (const record of answer.data.data) {
        const parsed = statusWire.safeParse(record);
        if (!parsed.success) continue; // one that can't be read leaves its order without an answer
        const { order_id, status, updated_at } = parsed.data;
        found.set(order_id, { ...tokoDaringStatus(status), at: parseInstant(updated_at) });
      }
      return numbers.map((number) => found.get(number) ?? null);
    },
  };
}
