import Negotiator from 'negotiator';
import type { Answer } from '../executor';

/**
 * Where what is told later of an answer comes from (`@defer`). Apollo Server takes one answer from a gateway: the
 * first part goes its way, the others pass it by, in a slot of the request's context.
 */
export interface DeferralSlot {
  /** Set before the first part is answered, where there are others. */
  later: AsyncIterable<LaterPart> | null;
  /** When nothing more is fetched, whether or not anyone waits for it. Never rejects. */
  finished: Promise<void>;
}

/** What became known at one time. */
export interface LaterPart {
  readonly answers: readonly DeferredAnswer[];
  readonly hasNext: boolean;
}

/** What was deferred of one object; `data` is null where a null has risen to it. */
export interface DeferredAnswer extends Pick<Answer, 'data' | 'errors'> {
  /** Where the object is. */
  readonly path: readonly (string | number)[];
  /** Of the `@defer`; null where the client gave none. */
  readonly label: string | null;
}

interface Deferring {
  readonly deferral: DeferralSlot;
}

/** The same context, of a client that takes an answer in parts. */
export function withDeferral<Context extends object>(context: Context): Context & Deferring {
  return { ...context, deferral: { later: null, finished: Promise.resolve() } };
}

/** The slot of a request; null where its client waits for one answer. */
export function deferralOf(context: object): DeferralSlot | null {
  return (context as Partial<Deferring>).deferral ?? null;
}

/** The format that parts are written in; the name is that of the proposal of 24 August 2022. */
const IN_PARTS = 'multipart/mixed; deferSpec=20220824';
/** What Apollo Server chooses from, in its order: where it prefers another format, that is not ours to write. */
const FORMATS = ['multipart/mixed', 'multipart/mixed; incrementalSpec=v0.2', IN_PARTS];

/** Does a client take parts, by its `accept` header? */
export function acceptsParts(accept: string | undefined): boolean {
  if (accept?.includes('deferSpec') !== true) return false;
  return new Negotiator({ headers: { accept } }).mediaType(FORMATS) === IN_PARTS;
}
