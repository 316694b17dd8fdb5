import { setTimeout as wait } from 'node:timers/promises';
import { askAgain, type GraphqlAnswer } from './graphql-client';

/** A client that asks a gateway the same over and over, and writes down what went wrong. */
export interface Traffic {
  /** How many answers have come. */
  answers(): number;
  readonly failures: readonly string[];
  /** Asks no more; resolves when the last answer is there. */
  stop(): Promise<void>;
}

/** Between an answer and the next question: the machine has other things to do as well. */
const PAUSE_MS = 50;

type Failure = NonNullable<GraphqlAnswer<unknown>['errors']>[number];

/** Errors that `allowed` knows are no failures. */
export function startTraffic(
  url: string,
  query: string,
  allowed: (error: Failure) => boolean = () => false,
): Traffic {
  const failures: string[] = [];
  let answers = 0;
  let asking = true;

  async function keepAsking(): Promise<void> {
    while (asking) {
      const { data, errors = [] } = await askAgain<object | null>(url, query);
      const failed = errors.filter((error) => !allowed(error));
      if (failed.length > 0 || data == null) failures.push(JSON.stringify({ data, errors }).slice(0, 2_000));
      answers += 1;
      await wait(PAUSE_MS);
    }
  }

  const asked = keepAsking().catch((error: unknown) => void failures.push(String(error)));
  return {
    answers: () => answers,
    failures,
    async stop() {
      asking = false;
      await asked;
    },
  };
}
