import type { FeedCursor, FeedPage } from '../../../adapters/core/contract';
import { createHttpSource } from '../../../adapters/core/http/http-source';
import { LIVE_RULES } from '../../../adapters/conformance/live-rules';
import type { LiveSubject, RuleResult } from '../../../adapters/conformance/rule';
import { runConformance, type ConformanceOptions } from '../../../adapters/conformance/run-conformance';
import { callWithin } from '../../support/call';
import { DEFECTS } from './defects';
import {
  failure,
  FEED,
  GOOD,
  goodMarketplace,
  GOOD_OFFERS,
  goodOffer,
  goodOrdering,
  subjectOf,
} from './good-marketplace';
import { asked, ORDER_DEFECTS } from './order-defects';

const signal = new AbortController().signal;
const run = (subject: LiveSubject, options: Partial<ConformanceOptions> = {}) =>
  runConformance(subject, { signal, ...options });
const pageOf = (number: number) => String(number) as FeedCursor;
const idsOf = (results: readonly RuleResult[], outcome: RuleResult['outcome']) =>
  results.filter((result) => result.outcome === outcome).map(({ id }) => id);

it('rules have ids of their own, in order', () => {
  const ids = LIVE_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});

it('the ids of rules never change their meaning', () => {
  expect(LIVE_RULES.map(({ id, level, title }) => `${id} ${level} ${title}`)).toMatchSnapshot();
});

describe('a good marketplace', () => {
  it('passes every rule that there is something for to look at', async () => {
    const report = await run(subjectOf(goodMarketplace()));
    expect(report).toMatchObject({ marketplace: 'toko-baik', conforms: true, offersSeen: 25 });
    expect(idsOf(report.results, 'FAILED')).toEqual([]);
    expect(report.results.flatMap(({ id, skipped }) => (skipped === null ? [] : [[id, skipped]]))).toEqual([
      ['LIVE-51', 'buyers do not order on pages of the offers'],
      ['LIVE-57', 'buyers do not order on its pages'],
    ]);
  });

  it('is asked for its feed once, however many rules look at it', async () => {
    const good = goodMarketplace();
    const reads: (string | null)[] = [];
    const counted = {
      ...good,
      feed: (...[request, call]: Parameters<typeof good.feed>) => {
        if (request.since === undefined) reads.push(request.cursor);
        return good.feed(request, call);
      },
    };
    await run(subjectOf(counted));
    // All pages, the second again (LIVE-12), and a call that is broken off (LIVE-42).
    expect(reads).toEqual([null, '2', '3', '2', null]);
  });

  it('is read no further than so many pages, and not blamed for the rest', async () => {
    const report = await run(subjectOf(goodMarketplace(), { pages: 2 }));
    expect([report.offersSeen, report.conforms]).toEqual([20, true]);
    expect(idsOf(report.results, 'FAILED')).toEqual([]);
  });

  it('gets no orders where none may be placed, and no strangers where it asks for no credentials', async () => {
    const never = () => Promise.reject(new Error('no order was to be placed'));
    const { ordering: _, ...rest } = goodMarketplace();
    const port = { mode: 'DIRECT', place: never, has: never, cancel: never } as const;
    const report = await run(subjectOf({ ...rest, ordering: port }, { order: null, stranger: null }));
    expect(report.conforms).toBe(true);
    expect(idsOf(report.results, 'FAILED')).toEqual([]);
    expect(idsOf(report.results, 'SKIPPED')).toEqual(
      expect.arrayContaining(['LIVE-30', 'LIVE-52', 'LIVE-56', 'LIVE-57']),
    );
  });

  it('gets no order that could not be taken back', async () => {
    const good = goodMarketplace();
    const ordering = { ...goodOrdering(), place: () => Promise.reject(new Error('not to be placed')) };
    const report = await run(subjectOf({ ...good, can: { ...good.can, cancelling: false }, ordering }));
    const { skipped } = report.results.find(({ id }) => id === 'LIVE-52') ?? {};
    expect(skipped).toBe('an order could not be taken back, so none is placed');
  });

  it('gets an order for what may be in stock, where its protocol does not tell', async () => {
    const stock = { state: 'UNKNOWN', precision: 'NONE', quantity: null, updatedAt: null } as const;
    const untold = goodMarketplace(GOOD_OFFERS.map((each) => ({ ...each, stock })));
    const { results } = await run(subjectOf(untold));
    expect(results.find(({ id }) => id === 'LIVE-52')?.outcome).toBe('PASSED');
  });

  it('gets no order for what is out of stock', async () => {
    const sold = goodMarketplace(
      GOOD_OFFERS.map((each) => ({ ...each, stock: { ...each.stock, state: 'OUT_OF_STOCK' as const } })),
    );
    const { results } = await run(subjectOf(sold));
    expect(results.find(({ id }) => id === 'LIVE-52')?.skipped).toBe('nothing is in stock to be ordered');
  });

  it.each([2, 5])('may have an empty page in its middle, of %i that are read', async (pages) => {
    const good = goodMarketplace();
    // Page 2 is empty, and what was on it stands on page 3 and so on.
    const gap: typeof good.feed = async ({ cursor, ...request }, call) => {
      const number = Number(cursor ?? 1);
      const page = await good.feed({ ...request, cursor: pageOf(number > 2 ? number - 1 : number) }, call);
      const moved = { ...page, position: pageOf(number), next: page.next && pageOf(number + 1) };
      return number === 2 ? { ...moved, offers: [], records: 0 } : moved;
    };
    const report = await run(subjectOf({ ...good, feed: gap }, { pages }));
    expect(idsOf(report.results, 'FAILED')).toEqual([]);
  });

  it('may change a price while it is checked', async () => {
    const good = goodMarketplace();
    const dearer = goodMarketplace(
      GOOD_OFFERS.map(({ price, ...rest }) => ({
        ...rest,
        price: { ...price, amount: goodOffer(99).price.amount },
      })),
    );
    let reads = 0;
    const moving = {
      ...dearer,
      feed: (...args: Parameters<typeof good.feed>) => ((reads += 1) <= 3 ? good : dearer).feed(...args),
    };
    expect(idsOf((await run(subjectOf(moving))).results, 'FAILED')).toEqual([]);
  });

  it('may take an order back by and by', async () => {
    const states = ['PROCESSING', 'CANCELLED', 'CANCELLED'] as const;
    let reads = 0;
    const marketplace = asked('CANCELLED');
    const statuses = (...args: Parameters<NonNullable<NonNullable<typeof marketplace.orders>['statuses']>>) =>
      asked(states[Math.min(2, reads++)] ?? 'CANCELLED').orders?.statuses?.(...args) ?? Promise.resolve([]);
    const slow = {
      ...marketplace,
      orders: {
        ...marketplace.orders,
        feeds: [],
        page: () => Promise.reject(failure('UNSUPPORTED')),
        statuses,
      },
    };
    expect(idsOf((await run(subjectOf(slow))).results, 'FAILED')).toEqual([]);
  });
});

describe('a marketplace that is broken in one way fails the rules for that, and no others:', () => {
  it.each([...DEFECTS, ...ORDER_DEFECTS])('%s', async (_, broken, rules, path) => {
    const { results, conforms } = await run(broken());
    const failed = results.filter(({ outcome }) => outcome === 'FAILED');
    expect(failed.map(({ id, findings }) => [id, findings.length > 0])).toEqual(
      rules.map((id) => [id, true]),
    );
    expect(conforms).toBe(failed.every(({ level }) => level === 'SHOULD'));
    expect(failed[0]?.findings[0]?.path.startsWith(path)).toBe(true);
    for (const { path: where, expected, got, fix } of failed.flatMap(({ findings }) => findings)) {
      expect([where, expected, got, fix].every((text) => text.trim() !== '')).toBe(true);
    }
  });

  it('a count that counts something else is mended where records are left out, too', async () => {
    const good = goodMarketplace();
    const feed: typeof good.feed = async (...args) => ({ ...(await good.feed(...args)), total: 40 });
    const { results } = await run(subjectOf({ ...good, feed }));
    expect(results.find(({ id }) => id === 'LIVE-13')?.findings[0]?.fix).toMatch(
      /before records\.at leaves any out/,
    );
  });

  it('every rule is failed by something here, but those of time', () => {
    const failing = new Set([...DEFECTS, ...ORDER_DEFECTS].flatMap(([, , rules]) => rules));
    expect(LIVE_RULES.map(({ id }) => id).filter((id) => !failing.has(id))).toEqual([
      'LIVE-40',
      'LIVE-41',
      'LIVE-42',
    ]);
  });
});

describe('an order that was placed and is not found', () => {
  it.each([
    ['is not there', () => Promise.resolve(false), 'it is not found'],
    [
      'can not be asked for',
      () => Promise.reject(failure('UNAVAILABLE')),
      'it could not be found out whether it is there',
    ],
  ])('because it %s is not sent again, and named', async (_, has, why) => {
    const good = goodOrdering();
    const sent: string[] = [];
    const ordering = {
      ...good,
      has,
      place: (...args: Parameters<typeof good.place>) => {
        sent.push(args[0].reference);
        return good.place(...args);
      },
    };
    const { results } = await run(subjectOf({ ...goodMarketplace(), ordering }));
    expect(sent).toEqual(['PSR-CHECK-1', 'PSR-CHECK-2']);
    const told = (id: string) => results.find((result) => result.id === id);
    expect(told('LIVE-53')).toMatchObject({
      outcome: 'SKIPPED',
      skipped: `PSR-CHECK-1 was placed and ${why} (LIVE-52): sent again it could be ordered twice`,
    });
    if (why !== 'it is not found') return;
    expect(told('LIVE-52')?.findings.map(({ got }) => got)).toEqual(['not there: PSR-CHECK-1']);
    expect(told('LIVE-55')?.findings).toMatchObject([
      { got: expect.stringContaining('PSR-CHECK-1'), fix: 'take order PSR-CHECK-1 back by hand' },
    ]);
  });
});

describe('time:', () => {
  /** A good one on whose clock every page and every read by id takes so long. */
  const slow = (pageMs: number, readMs: number) => {
    let time = Date.now();
    const good = goodMarketplace();
    const marketplace = {
      ...good,
      feed: (...args: Parameters<typeof good.feed>) => {
        time += pageMs;
        return good.feed(...args);
      },
      offers: (...args: Parameters<typeof good.offers>) => {
        time += readMs;
        return good.offers(...args);
      },
    };
    // What it says it was observed at follows the real clock.
    const rules = LIVE_RULES.filter(({ id }) => ['LIVE-40', 'LIVE-41'].includes(id));
    return run(subjectOf(marketplace), { now: () => new Date(time), rules });
  };

  it.each([
    [9_999, 1_199, []],
    [10_001, 1_199, ['LIVE-40']],
    [9_999, 1_201, ['LIVE-41']],
  ])('a page in %i ms and a read in %i ms fail %j', async (pageMs, readMs, rules) => {
    const report = await slow(pageMs, readMs);
    expect(idsOf(report.results, 'FAILED')).toEqual(rules);
    expect(report.conforms).toBe(true);
  });

  it('a call that goes on when its caller went is told', async () => {
    const good = goodMarketplace();
    const hangs = { ...good, feed: () => new Promise<never>(() => undefined) };
    const rules = LIVE_RULES.filter(({ id }) => id === 'LIVE-42');
    expect(idsOf((await run(subjectOf(hangs), { rules })).results, 'FAILED')).toEqual(['LIVE-42']);
  });

  it('a check ends in time, and what is not over by then has failed', async () => {
    const hangs = { ...goodMarketplace(), feed: () => new Promise<never>(() => undefined) };
    const report = await run(subjectOf(hangs), { totalMs: 200 });
    expect(report).toMatchObject({ conforms: false, offersSeen: 0 });
    expect(report.results[0]).toMatchObject({ id: 'LIVE-01', outcome: 'FAILED' });
    expect(report.results[0]?.findings[0]?.expected).toMatch(/before the time of the check was over/);
    expect(report.results).toHaveLength(LIVE_RULES.length);
  });

  it('a check that is broken off has no report, and takes back what it ordered', async () => {
    const caller = new AbortController();
    const good = goodOrdering();
    const cancelled: string[] = [];
    const ordering = {
      ...good,
      place: (...args: Parameters<typeof good.place>) => {
        caller.abort();
        return good.place(...args);
      },
      cancel: (...args: Parameters<typeof good.cancel>) => {
        expect(args[1].signal.aborted).toBe(false);
        cancelled.push(args[0]);
        return good.cancel(...args);
      },
    };
    const checking = run(subjectOf({ ...goodMarketplace(), ordering }), { signal: caller.signal });
    await expect(checking).rejects.toThrow(/abort/i);
    expect(cancelled).toContain('PSR-CHECK-1');
  });
});

describe('what is told', () => {
  it('is bounded, and says how much more there is', async () => {
    const many = goodMarketplace(Array.from({ length: 45 }, (_, i) => goodOffer(i + 1, { title: ` ${i}` })));
    const { results } = await run(subjectOf(many));
    const { findings = [] } = results.find(({ id }) => id === 'LIVE-02') ?? {};
    expect(findings).toHaveLength(21);
    expect(findings[20]?.got).toBe('25 more like them');
  });

  it('says the same thing of many records once, with the first of them', async () => {
    const many = goodMarketplace(Array.from({ length: 45 }, (_, i) => goodOffer(i + 1, { title: '' })));
    const { results } = await run(subjectOf(many));
    expect(results.find(({ id }) => id === 'LIVE-02')?.findings).toMatchObject([
      { path: "$['toko-baik:M1.BRS-001'].title", got: 'no name (45 times; this is the first)' },
    ]);
  });

  it('says on which page a record is, and as one finding what is wrong with the same field of several', async () => {
    const good = goodMarketplace();
    const feed = async (...args: Parameters<typeof good.feed>) => {
      const page = await good.feed(...args);
      const [place, ...places] = page.position === '2' ? [3, 5, 7] : [];
      if (place === undefined) return page;
      const rejected = [place, ...places].map((at) => ({
        recordId: `r${at}`,
        reason: `mapping.price: "gratis" at $.data[${at}].price is no amount`,
      }));
      return { ...page, rejected };
    };
    const { results } = await run(subjectOf({ ...good, feed }));
    expect(
      results.filter(({ id }) => id === 'LIVE-03' || id === 'LIVE-04').flatMap(({ findings }) => findings),
    ).toEqual([
      {
        path: '$.data[3].price (page 2)',
        expected: 'a record that makes an offer',
        got: 'mapping.price: "gratis" at $.data[3].price is no amount (3 times; this is the first)',
        fix: expect.stringContaining('mapping.price'),
      },
    ]);
  });

  it.each([
    ['TIMEOUT', 'sign-in: no token before the deadline', /the call that signs in/],
    ['TIMEOUT', 'GET toko.example/products: no whole answer', /paging\.size/],
  ] as const)('is about what failed: %s: %s', async (code, detail, fix) => {
    const feed = () => Promise.reject(failure(code, detail));
    const { results } = await run(subjectOf({ ...goodMarketplace(), feed }));
    expect(results[0]?.findings[0]?.fix).toMatch(fix);
  });

  it('names recordsById where single reads are shaped otherwise than lists', async () => {
    const good = goodMarketplace();
    const offers = (ids: readonly unknown[]) =>
      Promise.resolve(ids.map(() => failure('BAD_RESPONSE', 'records.at: nothing at $.data')));
    const { results } = await run(subjectOf({ ...good, offers }));
    expect(results.find(({ id }) => id === 'LIVE-06')?.findings).toMatchObject([
      { fix: expect.stringMatching(/recordsById: \{ at: '@' \}/) },
    ]);
  });

  it('holds no credentials and no control characters, and texts of a bounded length', async () => {
    const title = `\u001b]0;rahasia-sekali\u0007${'x'.repeat(500)}`;
    const { results } = await run(subjectOf(goodMarketplace([goodOffer(1, { title })])));
    const { got = '' } = results.find(({ id }) => id === 'LIVE-02')?.findings[0] ?? {};
    expect(got).toMatch(/^\]0;\[secret\] x+…$/);
    expect(got).toHaveLength(200);
  });

  it('says that a host is not called, and not what its name leads to', async () => {
    const address = { address: '172.18.0.5', family: 4 };
    const resolve = () => Promise.resolve([address]);
    const http = createHttpSource(GOOD, { hosts: { privateHosts: false }, resolve });
    const ask = async () => (await http.json({ url: 'https://postgres.toko.example/' }, callWithin())).body;
    const asking = { feed: async () => (await ask()) as FeedPage, offers: async () => (await ask()) as [] };
    const { results } = await run(subjectOf({ ...goodMarketplace(), ...asking }));
    http.close();
    expect(results[0]?.findings[0]?.got).toBe(
      'FORBIDDEN: GET postgres.toko.example/: a host that is not called',
    );
    expect(JSON.stringify(results)).not.toMatch(/172\.18|private\)/);
  });

  it('holds the name that a marketplace signs in by, which is no secret', async () => {
    const subject = subjectOf(goodMarketplace(GOOD_OFFERS.map((each) => ({ ...each, unit: null }))));
    const { results } = await run({ ...subject, secrets: ['toko-baik'] });
    expect(results.find(({ id }) => id === 'LIVE-21')?.findings[0]?.got).toContain('toko-baik:M1.BRS-001');
  });

  it('is told rule by rule, as they come', async () => {
    const told: string[] = [];
    const { results } = await run(subjectOf(goodMarketplace()), { onResult: ({ id }) => told.push(id) });
    expect(told).toEqual(results.map(({ id }) => id));
  });

  it('names a failure that is none of the marketplace contract as such', async () => {
    const feed = () => Promise.reject(new TypeError('x is undefined'));
    const { results } = await run(subjectOf({ ...goodMarketplace(), feeds: [FEED], feed }));
    expect(results[0]?.findings[0]?.got).toBe('UNAVAILABLE: unexpected TypeError: x is undefined');
  });
});
