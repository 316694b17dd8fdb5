import type { Fault } from '../../../adapters/sandbox/servers/faults';
import type { OrderTaking } from '../../../adapters/core/order/ordering-port';
import { AdapterError, type ErrorCode } from '../../../adapters/core/errors';
import { parseMarketplaceId } from '../../../adapters/core/ids';
import { carryOut, type CarryingOut } from '../../../subgraphs/orders/purchasing/carry-out';
import { startOutboxWorker, type OutboxWorker } from '../../../subgraphs/orders/purchasing/outbox-worker';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Graph } from '../../support/graph';
import {
  buy,
  first,
  goodsOf,
  lineOf,
  purchaseInput,
  resultOf,
  rowsOf,
  type Bought,
  type Good,
} from '../../support/purchases';
import { until } from '../../support/until';

const MINUTE = 60_000;

describeOnDatabases('a purchase while a marketplace fails', (database) => {
  let graph: Graph;
  let good: Good;
  let page: Good;
  const workers: OutboxWorker[] = [];
  let keys = 0;

  beforeAll(async () => {
    const at = new Date();
    graph = await startGraph(database().db, { timeoutMs: 400, now: () => at });
    good = first(await goodsOf(graph, 'mbiz'));
    page = first(await goodsOf(graph, 'jatim-bejo'));
  });
  beforeEach(() => graph.renew());
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    await database().db.deleteFrom('outbox').execute();
  });
  afterAll(() => graph.close());

  const { mbizOrders, work } = {
    mbizOrders: (kind: string) =>
      graph.sandbox.servers.mbiz.requests.filter(({ path, body }) => path === '/cxml' && body.includes(kind)),
    work: (context: CarryingOut = graph.ledger.carryingOut) => workers.push(startOutboxWorker(context)),
  };
  const book = () => graph.sandbox.orders.mbiz;
  const strike = (server: 'mbiz' | 'jatimBejo', fault: Fault, faultFor: string) =>
    Object.assign(graph.sandbox.servers[server].knobs, { fault, faultFor });
  const input = () => purchaseInput([lineOf(good), lineOf(page)]);
  const purchaseNow = () => buy(graph, input(), `key-${(keys += 1)}`);
  const partOf = ({ parts }: Bought, marketplace: string) =>
    first(parts.filter((part) => part.marketplace.id === marketplace));
  const settled = async ({ id }: Bought) => {
    await until(async () => (await resultOf(graph, id)).parts.every(({ state }) => state !== 'PLACING'));
    return partOf(await resultOf(graph, id), 'mbiz');
  };

  const FAULTS: readonly (readonly [string, Fault])[] = [
    ['hangs having taken it', { kind: 'hang' }],
    ['hangs before', { kind: 'hang-before' }],
    ['fails', { kind: 'status', status: 500 }],
    ['asks to wait for a day', { kind: 'status', status: 429, retryAfter: '86400' }],
    ['breaks off', { kind: 'reset-in-body' }],
    ['trickles', { kind: 'slow-body' }],
    ['cuts its answer short', { kind: 'truncated-json' }],
    ['answers nonsense', { kind: 'wrong-shape' }],
    ['answers a page', { kind: 'html' }],
    ['answers nothing', { kind: 'empty' }],
    ['answers without end', { kind: 'oversize' }],
    ['answers a bomb', { kind: 'gzip-bomb' }],
    ['sends elsewhere', { kind: 'redirect', to: 'http://127.0.0.1:9/' }],
  ];

  it.each(FAULTS)('that %s: not known, then found or sent again, one order', async (_, fault) => {
    const before = book().all().length;
    strike('mbiz', fault, '/cxml');
    const bought = await purchaseNow();
    expect(partOf(bought, 'mbiz')).toMatchObject({ state: 'PLACING', refusal: null, orders: [] });
    expect(partOf(bought, 'jatim-bejo')).toMatchObject({ state: 'HANDED_OFF' });
    graph.renew();
    // What was put off for long is due: the tests' clock is the database's.
    await database()
      .db.updateTable('outbox')
      .set({ due_at: new Date(0) })
      .execute();
    work();
    const placed = await settled(bought);
    expect(placed).toMatchObject({ state: 'PLACED', orders: [{ number: placed.reference }] });
    expect(book().all()).toHaveLength(before + 1);
    expect(book().find(placed.reference)?.total).toBe(placed.total);
    expect(await rowsOf(database().db)).toMatchObject({ outbox: 0 });
  });

  it('finds an order by its reference and does not send it again', async () => {
    strike('mbiz', { kind: 'hang' }, '/cxml');
    const bought = await purchaseNow();
    graph.renew();
    const { reference } = partOf(bought, 'mbiz');
    const sent = () => mbizOrders('<OrderRequest>').filter(({ body }) => body.includes(reference)).length;
    expect(sent()).toBe(1);
    work();
    expect((await settled(bought)).state).toBe('PLACED');
    expect(sent()).toBe(1);
  });

  it('sends what never arrived again under the same reference and message', async () => {
    strike('mbiz', { kind: 'hang-before' }, '/cxml');
    const bought = await purchaseNow();
    graph.renew();
    work();
    const { reference } = await settled(bought);
    const sent = mbizOrders('<OrderRequest>').filter(({ body }) => body.includes(reference));
    const ids = sent.map(({ body }) => /payloadID="([^"]+)"/.exec(body)?.[1]);
    expect(ids).toEqual([`${reference}.new@pasar`, `${reference}.new@pasar`]);
  });

  it.each(FAULTS.filter(([, { kind }]) => kind !== 'slow-body'))(
    'that hands over and %s: nothing was ordered there, and Mbiz has its order',
    async (_, fault) => {
      strike('jatimBejo', fault, '/api/auth');
      const bought = await purchaseNow();
      expect(partOf(bought, 'mbiz').state).toBe('PLACED');
      expect(partOf(bought, 'jatim-bejo')).toMatchObject({
        state: 'REFUSED',
        refusal: { reason: 'SOURCE_UNAVAILABLE' },
        pages: [],
      });
      expect(await rowsOf(database().db)).toMatchObject({ outbox: 0 });
    },
  );

  describe('whatever the marketplace says', () => {
    const MBIZ = parseMarketplaceId('mbiz');
    const failure = (code: ErrorCode) => {
      if (MBIZ === null) throw new Error('an id');
      return new AdapterError(code, { marketplace: MBIZ, detail: 'scripted' });
    };

    /** The ledger over an Mbiz that answers as a test says, and a purchase that it has not heard of yet. */
    async function owed(port: Partial<OrderTaking>, change: { attempts?: number; ageMs?: number } = {}) {
      strike('mbiz', { kind: 'hang-before' }, '/cxml');
      const bought = await purchaseNow();
      graph.renew();
      const { reference } = partOf(bought, 'mbiz');
      const { attempts = 1, ageMs = 0 } = change;
      await database()
        .db.updateTable('outbox')
        .set({ attempts, created_at: new Date(Date.now() - ageMs), due_at: new Date(0) })
        .execute();
      const calls: string[] = [];
      const told = <T>(name: keyof OrderTaking, answer: Promise<T>) => {
        calls.push(name);
        return answer;
      };
      const taking: OrderTaking = {
        place: (order, call) =>
          told('place', port.place?.(order, call) ?? Promise.resolve({ outcome: 'PLACED' })),
        has: (asked, call) => told('has', port.has?.(asked, call) ?? Promise.resolve(false)),
        cancel: () => Promise.reject(failure('UNSUPPORTED')),
      };
      const { carryingOut } = graph.ledger;
      const marketplaces: typeof carryingOut.marketplaces = {
        get(id) {
          const marketplace = carryingOut.marketplaces.get(id);
          return marketplace && id === 'mbiz'
            ? { ...marketplace, ordering: { mode: 'DIRECT', ...taking } }
            : marketplace;
        },
      };
      const outcome = await carryOut(
        reference as never,
        { ...carryingOut, marketplaces },
        new AbortController().signal,
      );
      return { outcome, calls, part: partOf(await resultOf(graph, bought.id), 'mbiz') };
    }

    it.each<[ErrorCode, number]>([
      ['UNAUTHENTICATED', 0],
      ['FORBIDDEN', 0],
      ['INVALID_INPUT', 0],
      ['CONFLICT', 0],
      ['BAD_RESPONSE', 0],
      ['TIMEOUT', 0],
      ['TIMEOUT', 60 * MINUTE],
      ['UNSUPPORTED', 60 * MINUTE],
    ])('never calls an order refused that it could not be asked for: %s after %s ms', async (code, ageMs) => {
      const { calls, outcome, part } = await owed({ has: () => Promise.reject(failure(code)) }, { ageMs });
      expect({ calls, outcome }).toEqual({ calls: ['has'], outcome: 'UNKNOWN' });
      expect(part).toMatchObject({ state: 'PLACING', refusal: null });
      expect(await rowsOf(database().db)).toMatchObject({ outbox: 1 });
    });

    it('sends again where it is asked for no status: one reference is one order', async () => {
      const { calls, part } = await owed({ has: () => Promise.reject(failure('UNSUPPORTED')) });
      expect({ calls, state: part.state }).toEqual({ calls: ['has', 'place'], state: 'PLACED' });
    });

    it.each([
      ['that was sent and never arrived', 1, ['has']],
      ['that was never sent, its process having died', 0, []],
    ])('gives up an order of an hour ago %s', async (_, attempts, expected) => {
      const { calls, part } = await owed({}, { attempts, ageMs: 60 * MINUTE });
      expect(calls).toEqual(expected);
      expect(part).toMatchObject({ state: 'REFUSED', refusal: { reason: 'SOURCE_UNAVAILABLE' } });
    });

    it('finds an order of an hour ago that did arrive', async () => {
      const { calls, part } = await owed({ has: () => Promise.resolve(true) }, { ageMs: 60 * MINUTE });
      expect({ calls, state: part.state }).toEqual({ calls: ['has'], state: 'PLACED' });
    });

    it.each(['UNKNOWN_OFFER', 'OUT_OF_STOCK', 'NOT_ACCEPTED'] as const)(
      'says %s as it is',
      async (reason) => {
        const place = () => Promise.resolve({ outcome: 'REFUSED', reason, detail: 'scripted' } as const);
        const { part } = await owed({ place }, { attempts: 0 });
        expect(part).toMatchObject({ state: 'REFUSED', refusal: { reason }, orders: [] });
        expect(await rowsOf(database().db)).toMatchObject({ outbox: 0 });
      },
    );
  });
});

describeOnDatabases('a marketplace that does not know Pasar', (database) => {
  it('refuses the order; it is not sent again, and the others have theirs', async () => {
    const graph = await startGraph(database().db, {
      access: (own) => {
        const { ordering } = own.mbiz;
        if (!ordering) throw new Error('the sandbox takes orders');
        const cxml = { ...ordering.cxml, sharedSecret: 'wrong' };
        return { ...own, mbiz: { ...own.mbiz, ordering: { ...ordering, cxml } } };
      },
    });
    try {
      const lines = [first(await goodsOf(graph, 'mbiz')), first(await goodsOf(graph, 'jatim-bejo'))];
      const { parts } = await buy(graph, purchaseInput(lines.map((good) => lineOf(good))), 'key');
      expect(parts).toMatchObject([
        { state: 'REFUSED', refusal: { reason: 'NOT_ACCEPTED' } },
        { state: 'HANDED_OFF' },
      ]);
      await startOutboxWorker(graph.ledger.carryingOut).stop();
      expect(graph.sandbox.servers.mbiz.requests.filter(({ path }) => path === '/cxml')).toHaveLength(1);
      expect(graph.sandbox.orders.mbiz.all()).toEqual([]);
      expect(await rowsOf(database().db)).toMatchObject({ outbox: 0 });
    } finally {
      await graph.close();
    }
  });
});
