import type { Call, Marketplace } from '../../../adapters/core/contract';
import { ERROR_TABLE, toAdapterError } from '../../../adapters/core/errors';
import { GraphQLError } from 'graphql';
import type { MarketplaceId, OrderReference } from '../../../adapters/core/ids';
import { mayFollow } from '../../../adapters/core/order/order-states';
import type { OrderTaking } from '../../../adapters/core/order/ordering-port';
import type { RefusalReason } from '../../../schema/enums';
import type { Database } from '../../database/connect';
import { log } from '../../telemetry/log';
import type { OrderRow } from '../ledger/merge-order';
import { recordStatus } from '../ledger/record-status';
import type { OrderNews } from '../order-news';

export interface Cancelling {
  readonly db: Database;
  readonly marketplaces: Pick<ReadonlyMap<MarketplaceId, Marketplace>, 'get'>;
  readonly news: OrderNews;
}

/**
 * Takes an order back where its marketplace can. Null when it is taken back, also when it was already; a
 * marketplace that can't be reached is an error, and asking again does no harm.
 */
export async function cancelOrder(
  order: OrderRow,
  { db, marketplaces, news }: Cancelling,
  call: Call,
): Promise<RefusalReason | null> {
  if (order.state === 'CANCELLED') return null;
  const marketplace = marketplaces.get(order.marketplace);
  const reference = await referenceOf(db, order);
  const port = marketplace?.ordering;
  if (!marketplace?.can.cancelling || port === undefined || port.mode === 'HANDOFF' || reference === null)
    return 'ORDERING_UNSUPPORTED';
  if (order.state === null || !mayFollow(order.state, 'CANCELLED')) return 'TOO_LATE';
  const answer = await ask(port, reference, order.marketplace, call);
  if (answer.outcome === 'REFUSED') {
    log.info({ reference, reason: answer.reason, detail: answer.detail }, 'an order was not taken back');
    return answer.reason;
  }
  const outcome = await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('purchase_part')
      .set({ state: 'CANCELLED', updated_at: new Date() })
      .where('reference', '=', reference)
      .execute();
    return recordStatus(
      trx,
      {
        orderId: order.id,
        channel: 'PASAR',
        messageId: 'cancel',
        status: { status: 'cancelled', shipment: null, state: 'CANCELLED' },
        at: new Date(),
        details: {},
      },
      new Date(),
    );
  });
  if (outcome.kind === 'APPLIED') news.publish([outcome.change]);
  return null;
}

async function ask(
  port: OrderTaking,
  reference: OrderReference,
  marketplace: MarketplaceId,
  call: Call,
): ReturnType<OrderTaking['cancel']> {
  try {
    return await port.cancel(reference, call);
  } catch (thrown) {
    const { code, message, detail } = toAdapterError(thrown, marketplace);
    log[ERROR_TABLE[code].log]({ reference, code, detail }, 'whether an order was taken back is not known');
    throw new GraphQLError(`${message} Whether the order was taken back is not known; ask again.`, {
      extensions: { code, marketplace },
    });
  }
}

/** Only what Pasar placed can be taken back through it. */
async function referenceOf(db: Database, { id, institution }: OrderRow): Promise<OrderReference | null> {
  const part = await db
    .selectFrom('purchase_part')
    .select('reference')
    .where('order_id', '=', id)
    .where('institution', '=', institution)
    .executeTakeFirst();
  return part?.reference ?? null;
}
