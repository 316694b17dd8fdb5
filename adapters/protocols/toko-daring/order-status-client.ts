import { z } from 'zod';
import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import { codeForStatus } from '../../core/http/http-errors';
import type { HttpSource } from '../../core/http/http-source';
import { parseOrderId, type MarketplaceId, type OrderId } from '../../core/ids';
import { parseInstant } from '../../core/jakarta-time';
import type { OrdersPort, StatusReading } from '../../core/order/orders-port';
import { key } from '../../core/wire-fields';
import { tokoDaringStatus } from './order-statuses';
import { envelopeWire, isFailure } from './wire';

export interface OrderStatusAccess {
  /** Address that answers statuses of orders. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const answerWire = z.object({ data: z.array(z.unknown()) });
const statusWire = z.object({
  order_id: key,
  status: key,
  updated_at: z.union([z.string(), z.number()]).nullish().catch(null),
});

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
      const numbers = ids.map((id) => {
        const parsed = parseOrderId(id);
        return parsed?.marketplace === marketplace ? parsed.number : null;
      });
      const asked = [...new Set(numbers.flatMap((number) => number ?? []))];
      if (asked.length === 0) return ids.map(() => null);
      const { body } = await http.json(
        {
          url: access.url,
          query: { order_ids: asked.map(encodeURIComponent).join(',') },
          headers: { 'X-Client-Id': access.clientId, 'X-Client-Secret': access.clientSecret },
        },
        call,
      );
      const { code = null, status = null } = envelopeWire.safeParse(body).data ?? {};
      if (isFailure(code, status)) {
        throw new AdapterError(code !== null && code >= 400 ? codeForStatus(code) : 'BAD_RESPONSE', {
          marketplace,
          detail: `order statuses: failure under HTTP 200, code ${code ?? 'none'}`,
        });
      }
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
      return numbers.map((number) => (number === null ? null : (found.get(number) ?? null)));
    },
  };
}
