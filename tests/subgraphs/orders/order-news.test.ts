import { Redis } from 'ioredis';
import type { OrderState } from '../../../adapters/core/order/order-states';
import { createOrderNews, type OrderChange, type OrderNews } from '../../../subgraphs/orders/order-news';
import { createRedis, HAS_REDIS, type TestRedis } from '../../support/redis';
import { EKATALOG, idOf, MALANG } from '../../support/source-orders';
import { until } from '../../support/until';

function change(number: string, state: OrderState | null = 'CONFIRMED'): OrderChange {
  return {
    orderId: idOf(number),
    marketplace: EKATALOG,
    institution: MALANG,
    state,
    at: '2026-11-22T08:00:00.000Z',
  };
}

/** What a listener heard, by number. */
function listenTo(news: OrderNews): { heard: string[]; end: () => void } {
  const heard: string[] = [];
  return { heard, end: news.subscribe(({ orderId }) => heard.push(orderId.split(':')[1] ?? '')) };
}

const redisIf = HAS_REDIS ? describe : describe.skip;
const opened: OrderNews[] = [];
const open = (url: string | null): OrderNews => {
  const news = createOrderNews(url);
  opened.push(news);
  return news;
};
afterEach(async () => {
  for (const news of opened.splice(0)) await news.close();
});

describe('news of orders in one process', () => {
  it('reaches every listener, in order, unchanged', () => {
    const news = open(null);
    const heard: OrderChange[] = [];
    news.subscribe((each) => heard.push(each));
    const other = listenTo(news);
    const changes = [change('1'), change('2', null)];
    news.publish(changes);
    expect(heard).toEqual(changes);
    expect(other.heard).toEqual(['1', '2']);
  });

  it('reaches no one who has left or came later', () => {
    const news = open(null);
    const gone = listenTo(news);
    news.publish([change('1')]);
    gone.end();
    gone.end();
    const late = listenTo(news);
    news.publish([change('2')]);
    expect([gone.heard, late.heard]).toEqual([['1'], ['2']]);
  });

  it('is not held up by a listener that throws, and throws at no one', () => {
    const news = open(null);
    news.subscribe(() => {
      throw new Error('broken listener');
    });
    const { heard } = listenTo(news);
    expect(() => news.publish([change('1'), change('2')])).not.toThrow();
    expect(heard).toEqual(['1', '2']);
  });

  it('ends with its closing', async () => {
    const news = open(null);
    const { heard } = listenTo(news);
    await news.close();
    news.publish([change('1')]);
    expect(heard).toEqual([]);
  });
});

redisIf('news of orders over a Redis', () => {
  let redis: TestRedis;
  let raw: Redis;
  beforeAll(async () => {
    redis = await createRedis();
    await redis.start();
    raw = new Redis(redis.url);
    raw.on('error', () => undefined); // it is killed below
  });
  afterAll(async () => {
    raw.disconnect();
    redis.thaw();
    await redis.kill();
  });

  /** Publishes until the listener hears: connections are made in the background. */
  async function connected(from: OrderNews, heard: readonly string[]): Promise<void> {
    await until(() => {
      if (!heard.includes('hello')) from.publish([change('hello')]);
      return heard.includes('hello');
    });
  }
  const rest = (heard: readonly string[]): string[] => heard.filter((number) => number !== 'hello');

  it('reaches this and other instances, each once and in order', async () => {
    const [one, two] = [open(redis.url), open(redis.url)];
    const [here, there] = [listenTo(one), listenTo(two)];
    await connected(one, there.heard);
    await connected(two, here.heard);
    const numbers = Array.from({ length: 50 }, (_, i) => `${i}`);
    one.publish(numbers.map((number) => change(number)));
    two.publish([change('last')]);
    await until(() => here.heard.includes('last') && there.heard.includes('49'));
    expect(rest(here.heard)).toEqual([...numbers, 'last']);
    expect(rest(there.heard).filter((number) => number !== 'last')).toEqual(numbers);
    expect(there.heard.filter((number) => number === 'last')).toHaveLength(1);
  });

  it('is told at once in its own process, before there is a connection', () => {
    const news = open(redis.url);
    const { heard } = listenTo(news);
    news.publish([change('1')]);
    expect(heard).toEqual(['1']);
  });

  it('of a listener that has left reaches only the others', async () => {
    const [one, two] = [open(redis.url), open(redis.url)];
    const [stays, leaves] = [listenTo(two), listenTo(two)];
    await connected(one, stays.heard);
    leaves.end();
    one.publish([change('1')]);
    await until(() => stays.heard.includes('1'));
    expect(leaves.heard).not.toContain('1');
  });

  it.each([
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a list', '[]'],
    ['something else', '{"kind":"cache"}'],
    ['a wrong type', JSON.stringify({ from: 'x', ...change('bad'), at: 7 })],
    ['nothing', ''],
  ])('does not take %s on the channel for a change', async (_, text) => {
    const [one, two] = [open(redis.url), open(redis.url)];
    const { heard } = listenTo(two);
    await connected(one, heard);
    await raw.publish('pasar:orders', text);
    one.publish([change('1')]);
    await until(() => heard.includes('1'));
    expect(rest(heard)).toEqual(['1']);
  });

  it('goes on in each process while Redis is dead, and between them when it is back', async () => {
    const [one, two] = [open(redis.url), open(redis.url)];
    const [here, there] = [listenTo(one), listenTo(two)];
    await connected(one, there.heard);
    await redis.kill();
    one.publish([change('1')]);
    expect(rest(here.heard)).toEqual(['1']);
    await redis.start();
    const before = there.heard.length;
    await until(() => {
      one.publish([change('back')]);
      return there.heard.length > before;
    });
    expect(there.heard).not.toContain('1');
    expect(here.heard.filter((number) => number === '1')).toHaveLength(1);
  });

  it('goes on in each process while Redis is frozen', async () => {
    const [one, two] = [open(redis.url), open(redis.url)];
    const [here, there] = [listenTo(one), listenTo(two)];
    await connected(one, there.heard);
    redis.freeze();
    one.publish([change('1')]);
    expect(rest(here.heard)).toEqual(['1']);
    redis.thaw();
    await until(() => there.heard.includes('1'));
    expect(rest(here.heard)).toEqual(['1']);
  });

  it('of a process that never reaches a Redis is heard in it', async () => {
    const news = open('redis://127.0.0.1:1');
    const { heard } = listenTo(news);
    news.publish([change('1'), change('2')]);
    expect(heard).toEqual(['1', '2']);
    await news.close();
  });
});
