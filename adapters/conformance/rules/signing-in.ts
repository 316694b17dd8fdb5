import type { StrangerReading } from '../ask-as-stranger';
import type { AdapterError } from '../../core/errors';
import { errorFinding } from '../error-finding';
import type { Finding, LiveCheck, LiveRule } from '../rule';

/** Those who may not, and what they are told. */
export const SIGNING_IN: readonly LiveRule[] = [
  {
    id: 'LIVE-30',
    level: 'MUST',
    title: 'wrong credentials are refused',
    needs: 'STRANGER',
    async run(check) {
      const isRead = (await check.feeds()).some(({ pages }) => pages.length > 0);
      if (!isRead) return { skipped: 'the right ones read nothing either' };
      return (await check.asStranger()).flatMap(unrefused);
    },
  },
  {
    id: 'LIVE-31',
    level: 'MUST',
    title: 'errors repeat no credentials',
    needs: 'READING',
    async run(check) {
      const errors = [
        ...(await check.asStranger()).map(({ error }) => error),
        ...(await check.feeds()).map(({ failure }) => failure),
      ].filter((error) => error !== null);
      if (errors.length === 0) return { skipped: 'no error was met' };
      return errors
        .filter((error) => holdsSecret(error, check))
        .map(({ code }) => ({
          path: '$',
          expected: 'errors without the credentials that were sent',
          got: `${code}, with a credential in its text`,
          fix: 'leave credentials out of error messages: they end up in logs',
        }));
    },
  },
];

const WRONG_FIX =
  'answer 401 or 403 to wrong credentials; where your API says it otherwise, add a rule to responses of the ' +
  'definition that means: unauthenticated. Credentials that expire must not look like an empty shop';

function unrefused({ asking, answer, error }: StrangerReading): readonly Finding[] {
  const expected = `${asking} refused: UNAUTHENTICATED or FORBIDDEN`;
  if (error === null) return [{ path: '$', expected, got: answer, fix: WRONG_FIX }];
  if (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN') return [];
  return [errorFinding(error, expected, { fix: WRONG_FIX })];
}

/** Shorter ones may stand in any text by chance. */
const SHORTEST_SECRET = 6;

function holdsSecret({ message, detail, cause }: AdapterError, { secrets = [] }: LiveCheck): boolean {
  const reason = cause instanceof Error ? cause.message : cause;
  const texts = [message, detail, JSON.stringify(reason ?? null)].join('\n');
  return secrets.some((secret) => secret.length >= SHORTEST_SECRET && texts.includes(secret));
}
