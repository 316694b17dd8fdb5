import type { MarketplaceId } from './ids';

/**
 * Everything that can go wrong between Pasar and a marketplace, as one closed table. A code decides
 * what may be retried, how loudly it is logged and what the client reads; the marketplace's own words
 * never reach a client, they stay in `cause`.
 *
 * `retryRead`: may the same read be sent again? `retryPlace`: may an order be sent again, and when?
 * `sick`: does it speak against the marketplace's health, so that enough of it opens the circuit breaker?
 * (HTML with 403 is how a firewall says "not now"; what refuses one request only says nothing.)
 */
export const ERROR_TABLE = {
  INVALID_INPUT: {
    retryRead: 'never',
    retryPlace: 'never',
    sick: false,
    log: 'warn',
    message: 'The marketplace did not accept what was asked.',
  },
  UNAUTHENTICATED: {
    retryRead: 'never',
    retryPlace: 'never',
    sick: true,
    log: 'error',
    message: "The marketplace did not accept Pasar's credentials.",
  },
  FORBIDDEN: {
    retryRead: 'never',
    retryPlace: 'never',
    sick: true,
    log: 'warn',
    message: 'The marketplace refused access.',
  },
  CONFLICT: {
    retryRead: 'never',
    retryPlace: 'never',
    sick: false,
    log: 'info',
    message: 'The state at the marketplace changed in the meantime.',
  },
  RATE_LIMITED: {
    retryRead: 'after-wait',
    retryPlace: 'same-key-after-wait',
    sick: true,
    log: 'info',
    message: 'The marketplace asked to slow down.',
  },
  TIMEOUT: {
    retryRead: 'yes',
    retryPlace: 'same-key',
    sick: true,
    log: 'warn',
    message: 'The marketplace did not answer in time.',
  },
  UNAVAILABLE: {
    retryRead: 'yes',
    retryPlace: 'same-key',
    sick: true,
    log: 'warn',
    message: 'The marketplace could not be reached.',
  },
  BAD_RESPONSE: {
    retryRead: 'never',
    retryPlace: 'reconcile',
    sick: true,
    log: 'error',
    message: 'The marketplace answered something that could not be understood.',
  },
  UNSUPPORTED: {
    retryRead: 'never',
    retryPlace: 'never',
    sick: false,
    log: 'info',
    message: 'The marketplace does not offer this.',
  },
} as const satisfies Record<string, ErrorRule>;

interface ErrorRule {
  readonly retryRead: 'yes' | 'after-wait' | 'never';
  readonly retryPlace: 'same-key' | 'same-key-after-wait' | 'reconcile' | 'never';
  readonly sick: boolean;
  readonly log: 'error' | 'warn' | 'info';
  readonly message: string;
}

export type ErrorCode = keyof typeof ERROR_TABLE;

export interface AdapterErrorDetails {
  readonly marketplace: MarketplaceId;
  /** For the log only: what happened, in our words, without credentials. */
  readonly detail: string;
  /** How long the marketplace asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The status behind it, HTTP's own or one written in a body, where there was one. */
  readonly status?: number;
  /** It was not asked at all: that says nothing of how it is. */
  readonly notAsked?: boolean;
  readonly cause?: unknown;
}

/** What an adapter throws, or gives for one id of several. Its message is the table's public one. */
export class AdapterError extends Error {
  readonly code: ErrorCode;
  readonly marketplace: MarketplaceId;
  readonly detail: string;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly notAsked: boolean;

  constructor(code: ErrorCode, details: AdapterErrorDetails) {
    super(ERROR_TABLE[code].message, { cause: details.cause });
    this.name = 'AdapterError';
    this.code = code;
    this.marketplace = details.marketplace;
    this.detail = details.detail;
    this.retryAfterMs = details.retryAfterMs;
    this.status = details.status;
    this.notAsked = details.notAsked ?? false;
  }
}

/** Anything thrown, as an AdapterError: what is not one already is a bug of ours or of a library. */
export function toAdapterError(thrown: unknown, marketplace: MarketplaceId): AdapterError {
  if (thrown instanceof AdapterError) return thrown;
  const detail =
    thrown instanceof Error ? `unexpected ${thrown.name}: ${thrown.message}` : 'unexpected failure';
  return new AdapterError('UNAVAILABLE', { marketplace, detail, cause: thrown });
}
