import { AdapterError } from '../../core/errors';
import type { LiveCheck, LiveRule } from '../rule';

const DAY_MS = 86_400_000;
const UNDECLARED = { skipped: 'it does not say that changes can be read' };

/** Reading what changed since a day, where that is declared. */
export const CHANGES: readonly LiveRule[] = [
  {
    id: 'LIVE-15',
    level: 'MUST',
    title: 'changes since yesterday can be read',
    needs: 'READING',
    async run(check) {
      if (!check.marketplace.can.changes) return UNDECLARED;
      await firstOfChanges(check, -DAY_MS);
      return [];
    },
  },
  {
    id: 'LIVE-16',
    level: 'SHOULD',
    title: 'nothing has changed since the day after tomorrow',
    needs: 'READING',
    async run(check) {
      if (!check.marketplace.can.changes) return UNDECLARED;
      try {
        const { records } = await firstOfChanges(check, 2 * DAY_MS);
        if (records === 0) return [];
        const fix = 'obey ${since} in requests.changes: Pasar asks every minute, and would get everything';
        return [{ path: '$', expected: 'no records', got: `${records} records`, fix }];
      } catch (error) {
        // To refuse a day that has not come is an answer too.
        if (error instanceof AdapterError && error.code === 'INVALID_INPUT') return [];
        throw error;
      }
    },
  },
];

async function firstOfChanges({ marketplace, call, now }: LiveCheck, fromNowMs: number) {
  const since = new Date(now().getTime() + fromNowMs);
  const [feed] = marketplace.feeds;
  if (feed === undefined) throw new Error('a marketplace has at least one feed');
  return marketplace.feed({ feed, cursor: null, since }, call());
}
