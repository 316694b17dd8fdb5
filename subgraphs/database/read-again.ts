import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { GraphQLError } from 'graphql';
import { log } from '../telemetry/log';

/** A restart of PostgreSQL takes a second or two; a client waits that long rather than come again. */
const ATTEMPTS = 6;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 1_000;

const again = retry(handleWhen(isConnectionLoss), {
  maxAttempts: ATTEMPTS,
  backoff: new ExponentialBackoff({ initialDelay: FIRST_DELAY_MS, maxDelay: LONGEST_DELAY_MS }),
});

/**
 * Runs a read, and again when the connection to the database broke under it: reading twice does no harm.
 * A database that stays away is told to the client as what it is.
 */
export async function readAgain<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await again.execute(read);
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    log.error({ error }, 'the database cannot be reached');
    throw new GraphQLError('The index cannot be reached at the moment. Try again in a few seconds.', {
      extensions: { code: 'UNAVAILABLE' },
    });
  }
}

/** Codes of Node's sockets and, after those, of PostgreSQL: shutting down, crashed, starting up. */
const LOSSES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
]);

/** pg says some of it only in words. */
const LOSS_IN_WORDS = /connection terminated|timeout exceeded when trying to connect|connection ended/i;

function isConnectionLoss(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    (typeof code === 'string' && (LOSSES.has(code) || code.startsWith('08'))) ||
    (typeof message === 'string' && LOSS_IN_WORDS.test(message))
  );
}
