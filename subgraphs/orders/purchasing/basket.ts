import type { Actor } from '../../../adapters/core/actor';
import { ZERO } from '../../../adapters/core/decimal';
import { offerId, parseOfferId, type OrderReference } from '../../../adapters/core/ids';
import { regionByCode } from '../../../adapters/core/regions';
import type { Database } from '../../database/connect';
import type { BasketItem } from '../../database/order-tables';
import { draftOf, reviveDraft } from './part-draft';
import type { PricedPart } from './price-purchase';
import type { WantedPurchase } from './parse-purchase';
import type { PartRow } from './purchase-view';

export type BasketOutcome = 'TAKEN' | 'EMPTY' | 'UNKNOWN_COOKIE';

/**
 * Keeps the basket that came back under a cookie. It came through the buyer's browser, so nothing in it is
 * believed: it is priced anew before it is ordered. A basket that comes again replaces the one before.
 */
export async function takeBasket(
  db: Database,
  cookie: string,
  items: readonly BasketItem[],
): Promise<BasketOutcome> {
  const isEmpty = items.length === 0;
  const part = await db
    .updateTable('purchase_part')
    .set({
      basket: JSON.stringify(items),
      state: isEmpty ? 'REFUSED' : 'BASKET_RETURNED',
      refusal: isEmpty ? JSON.stringify('EMPTY_BASKET') : null,
      updated_at: new Date(),
    })
    .where('cookie', '=', cookie)
    .where('state', 'in', ['AWAITING_BASKET', 'BASKET_RETURNED'])
    .returning('reference')
    .executeTakeFirst();
  if (part === undefined) return 'UNKNOWN_COOKIE';
  return isEmpty ? 'EMPTY' : 'TAKEN';
}

/** What the basket comes to as a purchase: the goods are the basket's, everything else as first decided. */
export function wantedOfBasket(part: PartRow, actor: Actor): WantedPurchase | null {
  const { order } = reviveDraft(part.draft);
  const region = regionByCode(order.deliverTo.region);
  const sellers = new Map(order.lines.map(({ offer }) => [offer.sku, parseOfferId(offer.id)?.sellerCode]));
  const lines = (part.basket ?? []).flatMap(({ sku, sellerCode, quantity, unitPrice }) => {
    const seller = sellerCode ?? sellers.get(sku);
    const offer = seller === undefined ? null : parseOfferId(offerId(part.marketplace, seller, sku));
    return offer === null ? [] : [{ offer, quantity, expected: unitPrice, tax: 'PPN' as const }];
  });
  if (region === null || lines.length === 0 || lines.length !== part.basket?.length) return null;
  return {
    actor,
    institution: part.institution,
    lines,
    region,
    deliverTo: order.deliverTo,
    taxPer: 'LINE',
    tolerance: ZERO,
    rupCode: order.rupCode,
    workUnit: order.workUnit.code,
    fundingSource: order.fundingSource,
    note: order.note,
  };
}

/** A basket that holds what no one sells, or nothing that can be told. */
export async function refuseBasket(db: Database, reference: OrderReference): Promise<void> {
  await db
    .updateTable('purchase_part')
    .set({ state: 'REFUSED', refusal: JSON.stringify('UNKNOWN_OFFER'), updated_at: new Date() })
    .where('reference', '=', reference)
    .where('state', '=', 'BASKET_RETURNED')
    .execute();
}

/** Decides to order a basket, once: false when it is decided already. With problems it is refused instead. */
export async function decideBasket(
  db: Database,
  reference: OrderReference,
  part: PricedPart,
  wanted: WantedPurchase,
): Promise<boolean> {
  const draft = draftOf(part, wanted, reference, new Date());
  return db.transaction().execute(async (trx) => {
    const hasProblems = draft.problems.length > 0;
    const decided = await trx
      .updateTable('purchase_part')
      .set({
        draft: JSON.stringify(draft),
        state: hasProblems ? 'REFUSED' : 'PLACING',
        refusal: hasProblems ? JSON.stringify('PROBLEMS') : null,
        updated_at: new Date(),
      })
      .where('reference', '=', reference)
      .where('state', '=', 'BASKET_RETURNED')
      .returning('reference')
      .executeTakeFirst();
    if (decided === undefined || hasProblems) return false;
    await trx.insertInto('outbox').values({ reference, action: 'PLACE' }).execute();
    return true;
  });
}
