import { isBegun } from '../../../gateway/data-sources/data-source';
import { suspendable } from '../../../gateway/data-sources/suspendable';
import { createStreamedContext, slotOf } from '../../../subgraphs/http/subscriptions/subscription-slot';
import { createRequestContext } from '../../../subgraphs/request-context';
import { createNewsFeed } from '../../support/news-feed';

describe('the events of a subgraph', () => {
  const asked = { request: { query: 'subscription { a }' }, context: createRequestContext() };
  function start() {
    const feed = createNewsFeed<{ data: { a: number } }>();
    let isSuspended = false;
    const source = suspendable(
      'shop',
      { process: () => Promise.resolve({}), subscribe: () => Promise.resolve(feed.follow()) },
      () => isSuspended,
    );
    return { feed, source, suspend: () => (isSuspended = true) };
  }

  it('end with the first that comes after it was suspended', async () => {
    const { feed, source, suspend } = start();
    const begun = await source.subscribe?.(asked);
    if (!begun || !isBegun(begun)) throw new Error('it did not begin');
    const events = begun[Symbol.asyncIterator]();
    feed.tell({ data: { a: 1 } });
    expect(await events.next()).toEqual({ done: false, value: { data: { a: 1 } } });
    suspend();
    feed.tell({ data: { a: 2 } });
    expect((await events.next()).done).toBe(true);
    expect(feed.followers()).toBe(0);
  });

  it('do not begin while it is suspended', async () => {
    const { feed, source, suspend } = start();
    suspend();
    expect(await source.subscribe?.(asked)).toMatchObject({
      errors: [{ extensions: { code: 'UNAVAILABLE' } }],
    });
    expect(feed.followers()).toBe(0);
  });
});

it('what follows an event is asked for uncached, with a time of its own', () => {
  const context = createStreamedContext({ requestId: 'r', deadlineMs: 1 });
  const event = slotOf(context)?.contextForEvent();
  expect([context.noCache, event?.noCache, event?.requestId]).toEqual([false, true, 'r']);
  expect(event?.deadline).toBeGreaterThanOrEqual(context.deadline);
});
