import type { Offer } from '../offer';

/** What of an offer ages at a speed of its own. */
export type FieldKind = 'price' | 'stock' | 'descriptive';

/**
 * How long a value that a marketplace gave may be served as it is, in milliseconds; the one place that
 * says so. Stock moves by the minute and is worth asking for; a title hardly ever changes.
 */
export const TIME_TO_LIVE_MS: Readonly<Record<FieldKind, number>> = {
  price: 60_000,
  stock: 15_000,
  descriptive: 10 * 60_000,
};

/** How long the last known value is kept for when the marketplace fails; older ones are in the index. */
export const LAST_KNOWN_MS = 60 * 60_000;

/** Clocks of replicas differ a little; what is from further ahead than this is not trusted. */
const CLOCK_TOLERANCE_MS = 5_000;

/** May a value of this age still be served as it is? */
export function isCurrent(kind: FieldKind, ageMs: number): boolean {
  return ageMs >= -CLOCK_TOLERANCE_MS && ageMs <= TIME_TO_LIVE_MS[kind];
}

/** May a value of this age be served to whoever wants these of its fields? */
export function isAllCurrent(kinds: ReadonlySet<FieldKind>, ageMs: number): boolean {
  return [...kinds].every((kind) => isCurrent(kind, ageMs));
}

/** An offer as it was read at some moment; null where the marketplace said that there is none. */
export interface KnownOffer<O extends Offer = Offer> {
  readonly offer: O | null;
  /** By Pasar's clock, epoch milliseconds. */
  readonly readAt: number;
}
