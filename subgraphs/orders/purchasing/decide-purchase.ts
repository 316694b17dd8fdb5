import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { OrderReference } from '../../../adapters/core/ids';
import type { OrderingPort } from '../../../adapters/core/order/ordering-port';
import type { RefusalReason } from '../../../schema/enums';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { hashOf, type WantedPurchase } from './parse-purchase';
import { draftOf, newReference, orderIdOf } from './part-draft';
import type { PricedPart } from './price-purchase';

export type Decision =
  | { readonly kind: 'DECIDED'; readonly purchaseId: string; readonly owed: readonly OrderReference[] }
  /** The same wish under the same key, of now or of long ago: its result is the answer. */
  | { readonly kind: 'KNOWN'; readonly purchaseId: string }
  | { readonly kind: 'CONFLICT' };

/**
 * Writes down what is to be done, in one transaction, before any marketplace hears of it: the purchase,
 * its parts, and the calls that are owed. The key is unique, so of several that come at once one decides.
 */
export function decidePurchase(
  db: Database,
  decide: {
    readonly wanted: WantedPurchase;
    readonly key: string;
    readonly parts: readonly PricedPart[];
    readonly at: Date;
    port(part: PricedPart): OrderingPort | undefined;
  },
): Promise<Decision> {
  const { wanted, key, parts, at, port } = decide;
  return db.transaction().execute(async (trx): Promise<Decision> => {
    const id = randomUUID();
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('purchase')
      .values({
        id,
        subject: wanted.actor.subject,
        idempotency_key: key,
        institution: wanted.institution,
        input_hash: hashOf(wanted),
        input: JSON.stringify({ lines: wanted.lines, rupCode: wanted.rupCode }),
      })
      .onConflict((conflict) => conflict.columns(['subject', 'institution', 'idempotency_key']).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) {
      return (await findPurchase(trx, wanted, key)) ?? { kind: 'CONFLICT' };
    }
    const owed: OrderReference[] = [];
    for (const [position, part] of parts.entries()) {
      const reference = await writePart(trx, { id, position, part, wanted, at, port: port(part) });
      if (reference !== null) owed.push(reference);
    }
    return { kind: 'DECIDED', purchaseId: id, owed };
  });
}

/** What is known of a key: null where nothing is. */
export async function findPurchase(
  db: Database | Transaction<Tables>,
  wanted: WantedPurchase,
  key: string,
): Promise<Exclude<Decision, { kind: 'DECIDED' }> | null> {
  const known = await db
    .selectFrom('purchase')
    .select(['id', 'input_hash'])
    .where('subject', '=', wanted.actor.subject)
    .where('institution', '=', wanted.institution)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  if (known === undefined) return null;
  return known.input_hash === hashOf(wanted) ? { kind: 'KNOWN', purchaseId: known.id } : { kind: 'CONFLICT' };
}

interface NewPart {
  readonly id: string;
  readonly position: number;
  readonly part: PricedPart;
  readonly wanted: WantedPurchase;
  readonly at: Date;
  readonly port: OrderingPort | undefined;
}

/** Gives the reference of a part that something is owed for. */
async function writePart(
  trx: Transaction<Tables>,
  { id, position, part, wanted, at, port }: NewPart,
): Promise<OrderReference | null> {
  const reference = newReference();
  const draft = draftOf(part, wanted, reference, at);
  const reason: RefusalReason | null =
    draft.problems.length > 0 ? 'PROBLEMS' : port === undefined ? 'ORDERING_UNSUPPORTED' : null;
  await trx
    .insertInto('purchase_part')
    .values({
      reference,
      purchase_id: id,
      position,
      institution: wanted.institution,
      marketplace: part.marketplaceId,
      mode: part.ordering,
      state: reason === null ? 'PLACING' : 'REFUSED',
      order_id: orderIdOf(part, reference),
      seller_name: part.sellerName ?? '',
      draft: JSON.stringify(draft),
      refusal: reason === null ? null : JSON.stringify(reason),
      cookie: port?.mode === 'PUNCHOUT' ? randomUUID() : null,
    })
    .execute();
  if (reason !== null || port === undefined) return null;
  await trx
    .insertInto('outbox')
    .values({ reference, action: port.mode === 'DIRECT' ? 'PLACE' : 'START' })
    .execute();
  return reference;
}
