import { callFor, type Call } from '../../core/contract';
import { AdapterError, toAdapterError } from '../../core/errors';
import type { MarketplaceId } from '../../core/ids';
import { createSingleFlight } from '../../core/resilience/single-flight';

/** A token, and when another is to be had. */
export interface Token {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly renewAt: number;
  /** What a new one can be had for without the credentials. */
  readonly refresh: string | null;
}

export interface TokenStore {
  /** The token that is held, or a new one; callers that come together wait for the same request. */
  get(call: Call): Promise<Token>;
  /** Lets go of a token that was not accepted, unless another has taken its place already. */
  drop(token: Token): void;
}

export interface TokenStoreOptions {
  readonly marketplace: MarketplaceId;
  /** `last` is the one that has run out, where there was one. */
  fetch(last: Token | null, call: Call): Promise<Token>;
  readonly now: () => Date;
}

/** On its way to the marketplace a token must not run out; the tenth is for those that live for seconds. */
const MARGIN_MS = 30_000;
const MARGIN_SHARE = 0.1;
/** Tokens that claim to live longer are asked for again all the same. */
const LONGEST_LIFE_SECONDS = 30 * 24 * 60 * 60;

/** When a token that was asked for at `askedAt` is to be renewed. */
export function renewalTime(askedAt: Date, lifeSeconds: number): number {
  const lifeMs = Math.min(lifeSeconds, LONGEST_LIFE_SECONDS) * 1000;
  return askedAt.getTime() + lifeMs - Math.min(MARGIN_MS, lifeMs * MARGIN_SHARE);
}

export function createTokenStore({ marketplace, fetch, now }: TokenStoreOptions): TokenStore {
  let held: Token | null = null;

  const flights = createSingleFlight<'token', Token | AdapterError, Call>(
    async (_keys, together, starter) => {
      try {
        held = await fetch(held, callFor(together, starter));
        return new Map([['token', held]]);
      } catch (thrown) {
        return new Map([['token', signingIn(toAdapterError(thrown, marketplace))]]);
      }
    },
    () => new AdapterError('TIMEOUT', { marketplace, detail: 'sign-in: no token before the deadline' }),
  );

  return {
    async get(call) {
      if (held !== null && now().getTime() < held.renewAt) return held;
      const token = (await flights.get(['token'], call)).get('token');
      if (token === undefined || token instanceof AdapterError)
        throw token ?? new AdapterError('UNAVAILABLE', { marketplace, detail: 'sign-in: no token' });
      return token;
    },
    drop(token) {
      if (held === token) held = null;
    },
  };
}

/** A failure says that it was of signing in, and not of what was to be asked for. */
function signingIn(error: AdapterError): AdapterError {
  const { code, marketplace, detail, retryAfterMs, status, notAsked, cause } = error;
  if (detail.startsWith('sign-in: ')) return error;
  return new AdapterError(code, {
    marketplace,
    detail: `sign-in: ${detail}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(status === undefined ? {} : { status }),
    notAsked,
    cause,
  });
}
