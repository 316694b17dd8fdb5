import { randomUUID } from 'node:crypto';
import { orderId, type MarketplaceId } from '../../adapters/core/ids';
import type { PurchaseOrder } from '../../adapters/core/order/ordering-port';
import type { PurchasePartState } from '../../schema/enums';
import type { Database } from '../../subgraphs/database/connect';

/** Writes the part of a purchase that an order is, as a decision leaves it behind. */
export async function writePart(
  db: Database,
  marketplace: MarketplaceId,
  order: PurchaseOrder,
  change: {
    readonly mode?: 'DIRECT' | 'PUNCHOUT' | 'HANDOFF';
    readonly state?: PurchasePartState;
    readonly cookie?: string;
  } = {},
): Promise<void> {
  const { mode = 'HANDOFF', state = 'HANDED_OFF', cookie = null } = change;
  const id = orderId(marketplace, order.reference);
  if (id === null) throw new Error('a reference is an order number');
  const purchase = randomUUID();
  await db
    .insertInto('purchase')
    .values({
      id: purchase,
      subject: order.buyer.subject,
      idempotency_key: purchase,
      institution: order.institution.code,
      input_hash: '',
      input: '{}',
    })
    .execute();
  await db
    .insertInto('purchase_part')
    .values({
      reference: order.reference,
      purchase_id: purchase,
      position: 0,
      institution: order.institution.code,
      marketplace,
      mode,
      state,
      order_id: id,
      seller_name: '',
      draft: JSON.stringify({ order, problems: [] }),
      cookie,
    })
    .execute();
}
