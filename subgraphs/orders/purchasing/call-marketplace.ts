import type { Selectable } from 'kysely';
import type { Call, Marketplace } from '../../../adapters/core/contract';
import { ERROR_TABLE, toAdapterError, type AdapterError } from '../../../adapters/core/errors';
import { followAbort } from '../../../adapters/core/following-abort';
import { detailForLog } from '../../../adapters/core/http/http-errors';
import type { MarketplaceId } from '../../../adapters/core/ids';
import type { HandOffPage, OrderTaking, PurchaseOrder } from '../../../adapters/core/order/ordering-port';
import type { RefusalReason } from '../../../schema/enums';
import type { PurchasePartTable } from '../../database/order-tables';
import { log } from '../../telemetry/log';
import type { BuyerSessions } from '../receiving/buyer-sessions';
import type { OwedCall } from './outbox';
import type { PartDraft } from './part-draft';

export type Part = Selectable<PurchasePartTable>;

/** What is needed to call marketplaces. */
export interface Calling {
  readonly marketplaces: Pick<ReadonlyMap<MarketplaceId, Marketplace>, 'get'>;
  readonly sessions: BuyerSessions;
  /** How long one call to a marketplace may take. */
  readonly timeoutMs: number;
  /** Where a basket comes back to, by its cookie; null where Pasar's own address isn't known. */
  basketUrl(cookie: string): string | null;
}

/** What became of an owed call. UNKNOWN is not a failure: it is found out later, before anything is sent again. */
export type Outcome =
  | { readonly kind: 'PLACED' }
  | { readonly kind: 'STARTED'; readonly pages: readonly HandOffPage[] }
  | { readonly kind: 'REFUSED'; readonly reason: RefusalReason }
  | { readonly kind: 'UNKNOWN'; readonly error: AdapterError };

/** After so long an order that never arrived is given up rather than placed on a day that no one expects. */
export const GIVE_UP_AFTER_MS = 15 * 60_000;

/** Makes one attempt at an owed call. Never throws: what isn't known is an outcome. */
export async function callMarketplace(
  owed: OwedCall,
  part: Part,
  draft: PartDraft,
  context: Calling,
  signal: AbortSignal,
): Promise<Outcome> {
  const { timeoutMs, marketplaces } = context;
  const port = marketplaces.get(part.marketplace)?.ordering;
  if (port === undefined) return { kind: 'REFUSED', reason: 'ORDERING_UNSUPPORTED' };
  const end = followAbort(signal, timeoutMs);
  const call: Call = {
    requestId: owed.reference,
    actor: draft.order.buyer,
    signal: end.signal,
    deadline: Date.now() + timeoutMs,
  };
  try {
    if (owed.action === 'PLACE' && port.mode !== 'HANDOFF') return await place(port, owed, part, draft, call);
    return await start(part, draft, context, call);
  } catch (thrown) {
    const error = toAdapterError(thrown, part.marketplace);
    // What only opens a page has ordered nothing: the buyer tries again with a purchase of its own.
    if (owed.action === 'START') {
      log[ERROR_TABLE[error.code].log](
        { reference: owed.reference, code: error.code, detail: detailForLog(error) },
        'a hand-off failed',
      );
      return { kind: 'REFUSED', reason: 'SOURCE_UNAVAILABLE' };
    }
    if (ERROR_TABLE[error.code].retryPlace === 'never') {
      log.warn(
        { reference: owed.reference, code: error.code, detail: detailForLog(error) },
        'an order was not accepted',
      );
      return { kind: 'REFUSED', reason: 'NOT_ACCEPTED' };
    }
    return { kind: 'UNKNOWN', error };
  } finally {
    end.release();
  }
}

/** An earlier attempt may have arrived: the marketplace is asked before anything is sent a second time. */
async function place(
  port: OrderTaking,
  owed: OwedCall,
  part: Part,
  { order }: PartDraft,
  call: Call,
): Promise<Outcome> {
  if (owed.attempt > 1) {
    const known = await isThere(port, order, part.marketplace, call);
    if (known === true) return { kind: 'PLACED' };
    const isLate = owed.ageMs > GIVE_UP_AFTER_MS;
    // Where it can't be asked the same reference is sent again, which is one order all the same.
    if (known !== false && (isLate || known.code !== 'UNSUPPORTED')) return { kind: 'UNKNOWN', error: known };
  }
  if (owed.ageMs > GIVE_UP_AFTER_MS) return { kind: 'REFUSED', reason: 'SOURCE_UNAVAILABLE' };
  const answer = await port.place(order, call);
  if (answer.outcome === 'PLACED') return { kind: 'PLACED' };
  log.info(
    { reference: owed.reference, reason: answer.reason, detail: answer.detail },
    'an order was refused',
  );
  return { kind: 'REFUSED', reason: answer.reason };
}

/** That it can't be told, for whatever reason, never means that the order is not there. */
async function isThere(
  port: OrderTaking,
  { reference }: PurchaseOrder,
  marketplace: MarketplaceId,
  call: Call,
): Promise<boolean | AdapterError> {
  try {
    return await port.has(reference, call);
  } catch (thrown) {
    return toAdapterError(thrown, marketplace);
  }
}

async function start(part: Part, { order }: PartDraft, context: Calling, call: Call): Promise<Outcome> {
  const port = context.marketplaces.get(part.marketplace)?.ordering;
  if (port?.mode === 'PUNCHOUT') {
    const returnUrl = context.basketUrl(part.cookie ?? '');
    if (returnUrl === null || part.cookie === null) {
      log.error({ reference: part.reference }, 'PASAR_PUBLIC_URL is not set: no basket could come back');
      return { kind: 'REFUSED', reason: 'ORDERING_UNSUPPORTED' };
    }
    const answer = await port.start({ order, cookie: part.cookie, returnUrl }, call);
    return 'url' in answer
      ? { kind: 'STARTED', pages: [{ url: answer.url, offerId: null }] }
      : { kind: 'REFUSED', reason: answer.reason };
  }
  if (port?.mode !== 'HANDOFF') return { kind: 'REFUSED', reason: 'ORDERING_UNSUPPORTED' };
  const token = port.entry === 'ONE_TIME_TOKEN' ? await context.sessions.open(part.marketplace, order) : '';
  const answer = await port.handOff({ order, token }, call);
  return 'pages' in answer
    ? { kind: 'STARTED', pages: answer.pages }
    : { kind: 'REFUSED', reason: answer.reason };
}
