import { sql, type Selectable } from 'kysely';
import type { InstitutionCode } from '../../../adapters/core/ids';
import type { RefusalReason } from '../../../schema/enums';
import type { Purchase, PurchasePart, Refusal } from '../../../schema/purchase/purchase';
import { offerReference } from '../../catalogue/search-view';
import type { Database } from '../../database/connect';
import type { PurchasePartTable } from '../../database/order-tables';
import type { OrderRow } from '../ledger/merge-order';
import { reviveDraft } from './part-draft';
import type { MarketplaceViews } from '../../partners/marketplace-names';

export type PartRow = Selectable<PurchasePartTable>;
/** A part with its orders as rows: the resolver makes them what the client sees. */
export type PartView = Omit<PurchasePart, 'orders'> & { readonly orders: readonly OrderRow[] };
export type PurchaseView = Omit<Purchase, 'parts'> & { readonly parts: readonly PartView[] };

/** As `randomUUID` writes it: a text of another kind may hold what no database takes. */
const PURCHASE_ID = /^[0-9a-f-]{36}$/;

/** A purchase of this institution, or null. */
export async function readPurchase(
  db: Database,
  id: string,
  institution: InstitutionCode,
  marketplaces: MarketplaceViews,
): Promise<PurchaseView | null> {
  if (!PURCHASE_ID.test(id)) return null;
  const [purchase, parts] = await Promise.all([
    db
      .selectFrom('purchase')
      .select(['id', 'created_at'])
      .where('id', '=', id)
      .where('institution', '=', institution)
      .executeTakeFirst(),
    db
      .selectFrom('purchase_part')
      .selectAll()
      .where('purchase_id', '=', id)
      .where('institution', '=', institution)
      .orderBy('position')
      .execute(),
  ]);
  if (purchase === undefined) return null;
  const orders = await readOrders(db, parts);
  return {
    id: purchase.id,
    createdAt: purchase.created_at,
    parts: parts.map((part) => partView(part, orders.get(part.reference) ?? [], marketplaces)),
  };
}

/** The order that was placed, or those that were reported for the session that the hand-off opened. */
async function readOrders(
  db: Database,
  parts: readonly PartRow[],
): Promise<ReadonlyMap<string, readonly OrderRow[]>> {
  const found = new Map<string, OrderRow[]>();
  if (parts.length === 0) return found;
  const { rows } = await sql<OrderRow & { part_reference: string }>`
    select part.reference as part_reference, orders.*
    from purchase_part part
    join orders on orders.institution = part.institution and (
      orders.id = part.order_id
      or exists (
        select 1 from buyer_session session
        join session_report report on report.session_id = session.id
        where session.reference = part.reference
          and orders.marketplace = part.marketplace and orders.number = report.order_number
      )
    )
    where part.reference in (${sql.join(parts.map(({ reference }) => reference))})
    order by orders.sorted_at, orders.id`.execute(db);
  for (const row of rows) found.set(row.part_reference, [...(found.get(row.part_reference) ?? []), row]);
  return found;
}

function partView(part: PartRow, orders: readonly OrderRow[], marketplaces: MarketplaceViews): PartView {
  const draft = reviveDraft(part.draft);
  return {
    reference: part.reference,
    marketplace: { id: part.marketplace, name: marketplaces.get(part.marketplace) ?? part.marketplace },
    sellerName: part.seller_name === '' ? null : part.seller_name,
    ordering: part.mode,
    state: part.state,
    total: draft.order.total,
    pages: part.pages.map(({ url, offerId }) => ({
      url,
      offer: offerId === null ? null : offerReference(offerId, part.marketplace, marketplaces.offerTypes),
    })),
    basket: part.basket ?? [],
    problems: draft.problems,
    refusal: part.refusal === null ? null : refusalOf(part.refusal),
    orders,
  };
}

const MESSAGES: Readonly<Record<RefusalReason, string>> = {
  PROBLEMS:
    'Lines have problems, see them. Nothing was asked of the marketplace; correct them and buy again.',
  ORDERING_UNSUPPORTED: 'This marketplace takes no orders through Pasar. Order on its own pages.',
  NOT_ACCEPTED: 'The marketplace did not accept the order. Nothing was ordered there.',
  UNKNOWN_OFFER: 'The marketplace does not know the offer, or names no page for it.',
  OUT_OF_STOCK: 'The marketplace says that it is sold out. Nothing was ordered there.',
  TOO_LATE: 'The order is too far along to be taken back. Ask the seller.',
  UNKNOWN_ORDER: 'The marketplace does not know the order.',
  SOURCE_UNAVAILABLE: 'The marketplace could not be reached. Nothing was ordered there; buy again later.',
  EMPTY_BASKET: 'The buyer came back without a basket. Nothing was ordered.',
};

export function refusalOf(reason: RefusalReason): Refusal {
  return { reason, message: MESSAGES[reason] };
}
