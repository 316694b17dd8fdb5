import { GraphQLError } from 'graphql';
import { setTimeout as wait } from 'node:timers/promises';
import type { Actor } from '../../../adapters/core/actor';
import { boundedMap } from '../../../adapters/core/bounded-map';
import { callFor, type Call } from '../../../adapters/core/contract';
import { addDecimals, ZERO } from '../../../adapters/core/decimal';
import type { InstitutionCode, MarketplaceId, OrderReference } from '../../../adapters/core/ids';
import { within } from '../../../adapters/core/within';
import type { PurchaseInput, QuoteInput } from '../../../schema/purchase/purchase-input';
import type { Quote } from '../../../schema/purchase/quote';
import type { SourceDirectory } from '../../marketplace/source-directory';
import type { MarketplaceViews } from '../../partners/marketplace-names';
import type { RequestContext } from '../../request-context';
import { log } from '../../telemetry/log';
import { decideBasket, refuseBasket, wantedOfBasket } from './basket';
import { carryOut, type CarryingOut } from './carry-out';
import { decidePurchase, findPurchase, type Decision } from './decide-purchase';
import { findOffers } from './find-offers';
import { parseIdempotencyKey, parsePurchase, type WantedPurchase } from './parse-purchase';
import { parseReference } from './part-draft';
import { pricePurchase, type PricedPart, type Pricing } from './price-purchase';
import type { ProcurementRules } from './procurement-rules';
import { parseLines, parseRegion, parseTolerance } from './purchase-lines';
import { readPurchase, type PurchaseView } from './purchase-view';

export interface PurchasingOptions extends CarryingOut {
  readonly sources: SourceDirectory;
  readonly names: MarketplaceViews;
  readonly rules: ProcurementRules;
}

/** A buyer: someone who acts for an institution. */
export type Buyer = Actor & { readonly institution: InstitutionCode };

export interface Purchasing {
  quote(input: QuoteInput, context: RequestContext): Promise<Quote>;
  /** Decides, calls the marketplaces, and says what became of each part. The same key again asks nothing twice. */
  purchase(input: PurchaseInput, key: string, buyer: Buyer, context: RequestContext): Promise<PurchaseView>;
  read(id: string, institution: InstitutionCode): Promise<PurchaseView | null>;
  /** Sends a basket that came back as an order; null for a part that isn't there. */
  orderBasket(reference: string, buyer: Buyer, context: RequestContext): Promise<PurchaseView | null>;
}

export function createPurchasing(options: PurchasingOptions): Purchasing {
  const { db, sources, names, rules, marketplaces } = options;
  const isKnown = (id: MarketplaceId): boolean => sources.get(id) !== undefined;

  type Wanted = Pick<Pricing, 'lines' | 'region' | 'taxPer' | 'tolerance' | 'actor' | 'per'>;
  async function price(wanted: Wanted, context: RequestContext): Promise<readonly PricedPart[]> {
    const call = callFor(context, context);
    const findings = await findOffers(
      wanted.lines.map(({ offer }) => offer),
      sources,
      call,
    );
    return pricePurchase({
      ...wanted,
      findings,
      offerTypes: names.offerTypes,
      rules,
      at: new Date(),
      marketplace: (id) => ({
        name: names.get(id) ?? id,
        ordering: marketplaces.get(id)?.can.ordering ?? 'NONE',
      }),
    });
  }

  /** Waits for the calls of this purchase until the client's deadline; what is left goes on by itself. */
  async function callNow(owed: readonly OrderReference[], { deadline }: Call): Promise<void> {
    // Not the client's signal: what is decided is done, whether anyone still listens or not.
    const forever = new AbortController().signal;
    const calls = boundedMap(owed, CALLS_AT_ONCE, async (reference) => {
      try {
        await carryOut(reference, options, forever);
      } catch (error) {
        log.error({ error, reference }, 'a call to a marketplace was not recorded; it is seen to later');
      }
    });
    await within(deadline - Date.now(), calls, null);
  }

  async function result(purchaseId: string, institution: InstitutionCode): Promise<PurchaseView> {
    const view = await readPurchase(db, purchaseId, institution, names);
    if (view === null) throw new Error('a purchase that was decided on is there');
    return view;
  }

  async function settled(decision: Decision, wanted: WantedPurchase, context: Call): Promise<PurchaseView> {
    if (decision.kind === 'CONFLICT') {
      throw new GraphQLError(
        'idempotencyKey: was used for another purchase. Use a new key, or ask for the same as before.',
        { extensions: { code: 'CONFLICT', argument: 'idempotencyKey' } },
      );
    }
    if (decision.kind === 'DECIDED') await callNow(decision.owed, context);
    else await waitForParts(decision.purchaseId, wanted.institution, context);
    return result(decision.purchaseId, wanted.institution);
  }

  /** Another request with the same key is at it: its result is waited for, until the client's deadline. */
  async function waitForParts(
    id: string,
    institution: InstitutionCode,
    { signal, deadline }: Call,
  ): Promise<void> {
    while (Date.now() < deadline && !signal.aborted) {
      const { parts } = await result(id, institution);
      if (parts.every(({ state }) => state !== 'PLACING')) return;
      await wait(POLL_MS);
    }
  }

  return {
    async quote(input, context) {
      const lines = parseLines(input.lines, isKnown);
      const region = parseRegion(input.deliveryRegion, 'input.deliveryRegion');
      const tolerance = parseTolerance(input.tolerancePercent);
      const actor = context.actor ?? null;
      const wanted = { lines, region, tolerance, taxPer: input.taxPer, actor, per: 'SELLER' } as const;
      return quoteOf(await price(wanted, context));
    },

    async purchase(input, rawKey, buyer, context) {
      const key = parseIdempotencyKey(rawKey);
      const at = new Date();
      const wanted = parsePurchase(input, buyer, buyer.institution, isKnown, { rules, at });
      const earlier = await findPurchase(db, wanted, key);
      if (earlier !== null) return settled(earlier, wanted, context);
      const parts = await price({ ...wanted, per: 'SELLER' }, context);
      const decision = await decidePurchase(db, {
        wanted,
        key,
        parts,
        at,
        port: ({ marketplaceId }) => marketplaces.get(marketplaceId)?.ordering,
      });
      return settled(decision, wanted, context);
    },

    read: (id, institution) => readPurchase(db, id, institution, names),

    async orderBasket(text, buyer, context) {
      const reference = parseReference(text);
      if (reference === null) return null;
      const part = await db
        .selectFrom('purchase_part')
        .selectAll()
        .where('reference', '=', reference)
        .where('institution', '=', buyer.institution)
        .executeTakeFirst();
      if (part === undefined) return null;
      if (part.state === 'BASKET_RETURNED') {
        const wanted = wantedOfBasket(part, buyer);
        // What a basket holds is one order there, of however many sellers.
        const [priced] = wanted === null ? [] : await price({ ...wanted, per: 'MARKETPLACE' }, context);
        if (wanted === null || priced === undefined) await refuseBasket(db, part.reference);
        else if (await decideBasket(db, part.reference, priced, wanted))
          await callNow([part.reference], context);
      }
      return result(part.purchase_id, buyer.institution);
    },
  };
}

const POLL_MS = 50;
/** Parts of one purchase that are called for at a time: no more than a database has connections. */
const CALLS_AT_ONCE = 8;

function quoteOf(parts: readonly PricedPart[]): Quote {
  const fees = parts.flatMap(({ shippingFee }) => shippingFee ?? []);
  return {
    parts,
    subtotal: addDecimals(...parts.map(({ subtotal }) => subtotal)),
    tax: addDecimals(...parts.map(({ tax }) => tax)),
    shippingFee: fees.length > 0 ? addDecimals(...fees) : null,
    total: addDecimals(ZERO, ...parts.map(({ total }) => total)),
    problemCount: parts.reduce(
      (sum, part) =>
        sum + part.problems.length + part.lines.reduce((all, line) => all + line.problems.length, 0),
      0,
    ),
  };
}
