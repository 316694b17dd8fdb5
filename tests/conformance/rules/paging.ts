import assert from 'node:assert/strict';
import type { FeedCursor, FeedPage } from '../../../adapters/core/contract';
import { AdapterError } from '../../../adapters/core/errors';
import { callWithin } from '../../support/call';
import { firstFeed, readAll, readFeed, type Rule } from '../rule';

/** The cursor of a page five further on, where cursors begin with their page's number. */
function byNumber({ position }: FeedPage): FeedCursor {
  return position.replace(/^\d+/, (page) => String(Number(page) + 5)) as FeedCursor;
}

export const PAGING: readonly Rule[] = [
  {
    id: 'P1',
    level: 'MUST',
    title: 'the pages of all feeds together hold every offer once',
    async run({ marketplace, truth }) {
      const ids = (await readAll(marketplace)).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, 'no offer comes twice');
      assert.deepEqual([...ids].sort(), [...truth.keys()].sort());
    },
  },
  {
    id: 'P2',
    level: 'MUST',
    title: 'no page holds more than was asked for, and more than one is needed',
    async run({ marketplace, pageSize, offersPerRecord = 1 }) {
      const pages = await readFeed(marketplace, firstFeed(marketplace));
      assert.ok(pages.length > 1, 'the feed has several pages');
      for (const { records, offers, rejected } of pages) {
        assert.ok(records <= pageSize);
        assert.ok(offers.length + rejected.length <= records * offersPerRecord);
      }
    },
  },
  {
    id: 'P3',
    level: 'MUST',
    title: 'the same cursor gives the same page again',
    async run({ marketplace }) {
      const feed = firstFeed(marketplace);
      const [, second] = await readFeed(marketplace, feed);
      assert.ok(second);
      const again = await marketplace.feed({ feed, cursor: second.position }, callWithin());
      assert.deepEqual(
        again.offers.map(({ id }) => id),
        second.offers.map(({ id }) => id),
      );
      assert.equal(again.next, second.next);
    },
  },
  {
    id: 'P4',
    level: 'MUST',
    title: 'a cursor that is not of this feed is INVALID_INPUT, and no one is asked',
    async run({ marketplace, server }) {
      for (const cursor of ['nonsense', '0', '../../etc/passwd', '1@another-feed']) {
        const request = { feed: firstFeed(marketplace), cursor: cursor as FeedCursor };
        await assert.rejects(
          () => marketplace.feed(request, callWithin()),
          (error) => error instanceof AdapterError && error.code === 'INVALID_INPUT',
          cursor,
        );
      }
      assert.equal(server.requests.length, 0);
    },
  },
  {
    id: 'P5',
    level: 'MUST',
    title: 'a page beyond the last is empty and says that it is the last',
    async run({ marketplace, beyond = byNumber }) {
      const feed = firstFeed(marketplace);
      const pages = await readFeed(marketplace, feed);
      const last = pages.at(-1);
      assert.ok(last && last.next === null);
      const { offers, next } = await marketplace.feed({ feed, cursor: beyond(last) }, callWithin());
      assert.deepEqual([offers, next], [[], null]);
    },
  },
  {
    id: 'P6',
    level: 'MUST',
    title: 'changes since a day are told where that is declared, and refused as UNSUPPORTED where not',
    async run({ marketplace }) {
      const feed = firstFeed(marketplace);
      const tomorrow = new Date(Date.now() + 2 * 86_400_000);
      const ask = (since: Date) => marketplace.feed({ feed, cursor: null, since }, callWithin());
      if (!marketplace.can.changes) {
        await assert.rejects(
          () => ask(tomorrow),
          (error) => error instanceof AdapterError && error.code === 'UNSUPPORTED',
        );
        return;
      }
      const all = (await readFeed(marketplace, feed)).flatMap(({ offers }) => offers);
      const longAgo = await ask(new Date('2020-01-01'));
      assert.equal(longAgo.total, all.length, 'everything has changed since 2020');
      assert.equal((await ask(tomorrow)).total, 0, 'nothing has changed since tomorrow');
    },
  },
];
