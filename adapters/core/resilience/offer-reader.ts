import { boundedMap } from '../bounded-map';
import { isAllCurrent, type FieldKind, type KnownOffer } from '../cache/freshness';
import type { OfferCache } from '../cache/offer-cache';
import { callFor, type Call, type Marketplace, type OfferReading } from '../contract';
import { AdapterError, toAdapterError } from '../errors';
import type { MarketplaceId, OfferId } from '../ids';
import { within } from '../within';
import type { ReadPolicy } from './policy';
import { createSingleFlight } from './single-flight';
import type { Clock } from './sliding-counts';
import { createSourceGuards } from './source-guards';
import type { SourceEvents } from './source-events';
import type { SourceHealth } from './source-health';

/** Live reads of one marketplace, under its policy. */
export interface OfferReader {
  readonly id: MarketplaceId;
  readonly name: string;
  /** An answer for every id. Never throws: what could not be learnt is an answer too. */
  read(ids: readonly OfferId[], request: ReadRequest): Promise<ReadonlyMap<OfferId, OfferAnswer>>;
  health(): SourceHealth;
}

export interface ReadRequest {
  readonly call: Call;
  /** What of the offers is wanted: it decides how old a cached one may be. */
  readonly kinds: ReadonlySet<FieldKind>;
  /** Ask the marketplace itself, whatever is cached. */
  readonly noCache: boolean;
}

export type OfferAnswer =
  | { readonly from: 'MARKETPLACE' | 'CACHE'; readonly known: KnownOffer }
  /** The last that is known of it, however old, if anything is. */
  | { readonly from: 'NOWHERE'; readonly error: AdapterError; readonly last: KnownOffer | null };

export interface OfferReaderOptions {
  readonly marketplace: Marketplace;
  readonly cache: OfferCache;
  readonly policy: ReadPolicy;
  readonly events: SourceEvents;
  readonly now?: Clock;
}

/** Single reads of one caller that are under way at a time: a page of a hundred leaves room for the others. */
const READS_AT_ONCE = 8;

/** Cache, then single flight, then the guard's chain, then the marketplace. */
export function createOfferReader(options: OfferReaderOptions): OfferReader {
  const { marketplace, cache, policy, events, now = Date.now } = options;
  const { id, name, can } = marketplace;
  const guards = createSourceGuards({ marketplace: id, policy, events, now });
  /** Prices made for who asks are that caller's alone: not kept, and not given to whoever else asks. */
  const shared = can.offers === 'PUBLIC';

  /** All ids of one request are of one server: several are asked together only where there is but one. */
  const serverOf = ([first]: readonly OfferId[]): string =>
    (first === undefined ? null : marketplace.server?.(first)) ?? 'all';

  async function askMarketplace(
    ids: readonly OfferId[],
    call: Call,
  ): Promise<ReadonlyMap<OfferId, OfferReading>> {
    try {
      const readings = await guards.of(serverOf(ids)).run(async (attempt) => {
        const answered = await marketplace.offers(ids, attempt);
        const failure = commonFailure(answered);
        if (failure) throw failure;
        return answered;
      }, call);
      return new Map(ids.map((offer, i) => [offer, readings[i] ?? null]));
    } catch (thrown) {
      const error = toAdapterError(thrown, id);
      return new Map(ids.map((offer) => [offer, error]));
    }
  }

  const flights = createSingleFlight<FlightKey, OfferAnswer, Call>(
    async (keys, together, starter) => {
      const readings = await askMarketplace(keys.map(offerOf), callFor(together, starter));
      const readAt = now();
      const answers = new Map<FlightKey, OfferAnswer>();
      const learnt = new Map<OfferId, KnownOffer>();
      for (const key of keys) {
        const offer = readings.get(offerOf(key)) ?? null;
        if (offer instanceof AdapterError) {
          answers.set(key, { from: 'NOWHERE', error: offer, last: null });
        } else {
          const known = { offer, readAt };
          answers.set(key, { from: 'MARKETPLACE', known });
          learnt.set(offerOf(key), known);
        }
      }
      if (shared) void cache.put(learnt); // never throws, and no one has to wait for it
      return answers;
    },
    () => {
      const detail = 'the caller left before the answer came';
      return {
        from: 'NOWHERE',
        error: new AdapterError('TIMEOUT', { marketplace: id, detail }),
        last: null,
      };
    },
  );

  /** One request for all where the marketplace takes that, else one each, so that none waits for another. */
  async function fly(ids: readonly OfferId[], call: Call): Promise<ReadonlyMap<OfferId, OfferAnswer>> {
    const keys = ids.map((offer) => flightKey(offer, shared ? null : call.actor));
    const units = can.readById === 'BATCH' ? [keys] : keys.map((key) => [key]);
    const landed = await boundedMap(units, READS_AT_ONCE, (unit) => flights.get(unit, call));
    return new Map(landed.flatMap((answers) => [...answers].map(([key, answer]) => [offerOf(key), answer])));
  }

  const known = (ids: readonly OfferId[]): Promise<ReadonlyMap<OfferId, KnownOffer>> =>
    shared && ids.length > 0 ? cache.get(ids) : Promise.resolve(new Map());

  return {
    id,
    name,
    async read(ids, { call, kinds, noCache }) {
      const nothing: ReadonlyMap<OfferId, KnownOffer> = new Map();
      const cached = noCache ? nothing : await within(call.deadline - Date.now(), known(ids), nothing);
      const answers = new Map<OfferId, OfferAnswer>();
      for (const [offer, entry] of cached) {
        if (isAllCurrent(kinds, now() - entry.readAt)) answers.set(offer, { from: 'CACHE', known: entry });
      }
      const missing = ids.filter((offer) => !answers.has(offer));
      if (missing.length === 0) return answers;
      for (const [offer, answer] of await fly(missing, call)) answers.set(offer, answer);
      return withLastKnown(answers, noCache ? known : (failed) => Promise.resolve(only(cached, failed)));
    },
    health: () => guards.health(),
  };
}

/** Adds to what failed the last that was known of it. */
async function withLastKnown(
  answers: ReadonlyMap<OfferId, OfferAnswer>,
  known: (ids: readonly OfferId[]) => Promise<ReadonlyMap<OfferId, KnownOffer>>,
): Promise<ReadonlyMap<OfferId, OfferAnswer>> {
  const failed = [...answers].flatMap(([offer, { from }]) => (from === 'NOWHERE' ? [offer] : []));
  if (failed.length === 0) return answers;
  const last = await known(failed);
  return new Map(
    [...answers].map(([offer, answer]) => [
      offer,
      answer.from === 'NOWHERE' ? { ...answer, last: last.get(offer) ?? null } : answer,
    ]),
  );
}

function only<V>(map: ReadonlyMap<OfferId, V>, ids: readonly OfferId[]): ReadonlyMap<OfferId, V> {
  return new Map(ids.flatMap((id) => (map.has(id) ? [[id, map.get(id) as V]] : [])));
}

/** The failure, if nothing was learnt of any offer; an answer for some of them is an answer. */
function commonFailure(readings: readonly OfferReading[]): AdapterError | null {
  const [first] = readings;
  return first instanceof AdapterError && readings.every((reading) => reading instanceof AdapterError)
    ? first
    : null;
}

/** An offer, and for whom where that matters. */
type FlightKey = string;

function flightKey(offer: OfferId, actor: Call['actor'] | null): FlightKey {
  return `${actor?.subject ?? ''}\n${offer}`;
}

function offerOf(key: FlightKey): OfferId {
  return key.slice(key.lastIndexOf('\n') + 1) as OfferId;
}
