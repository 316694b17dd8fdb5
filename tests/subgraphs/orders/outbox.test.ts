import { sql } from 'kysely';
import type { Marketplace } from '../../../adapters/core/contract';
import { MBIZ } from '../../../adapters/mbiz/marketplace';
import { createLocalNews } from '../../../subgraphs/news/news';
import type { OrderChange } from '../../../subgraphs/orders/order-news';
import { carryOut, type CarryingOut } from '../../../subgraphs/orders/purchasing/carry-out';
import { claimCall, dueCalls, postponeCall, settleCall } from '../../../subgraphs/orders/purchasing/outbox';
import { createBuyerSessions } from '../../../subgraphs/orders/receiving/buyer-sessions';
import { describeOnDatabases } from '../../support/databases';
import { offer, scriptedMarketplace } from '../../support/offers';
import { purchaseOrder } from '../../support/purchase-orders';
import { writePart } from '../../support/purchase-parts';
import { until } from '../../support/until';

const LEASE_MS = 60_000;

describeOnDatabases('an owed call', (database) => {
  const order = purchaseOrder([offer({ sku: 'BRS-1', title: 'Beras' })]);
  const { reference } = order;
  beforeEach(async () => {
    await database().empty();
    await writePart(database().db, MBIZ, order, { mode: 'DIRECT', state: 'PLACING' });
    await database().db.insertInto('outbox').values({ reference, action: 'PLACE' }).execute();
  });

  const claim = (holder: string) => claimCall(database().db, reference, holder, LEASE_MS);
  const settle = (holder: string) =>
    database()
      .db.transaction()
      .execute((trx) => settleCall(trx, reference, holder));
  /** As if the holder had stood still for so long. */
  const leaseRunsOut = () =>
    sql`update outbox set held_until = now() - interval '1 second'`.execute(database().db);

  it('is held by one at a time, and each claim is an attempt', async () => {
    expect(await claim('a')).toMatchObject({ reference, action: 'PLACE', attempt: 1 });
    expect([await claim('b'), await claim('a')]).toEqual([null, null]);
    expect(await dueCalls(database().db, 10)).toEqual([]);
    await leaseRunsOut();
    expect(await dueCalls(database().db, 10)).toEqual([reference]);
    expect(await claim('b')).toMatchObject({ attempt: 2 });
  });

  it('goes to one of many who want it at once', async () => {
    const other = database().connect();
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        claimCall(i % 2 === 0 ? database().db : other, reference, `holder-${i}`, LEASE_MS),
      ),
    );
    expect(claims.filter((each) => each !== null)).toHaveLength(1);
  });

  it('is struck off by its holder and by no one else', async () => {
    await claim('a');
    expect(await settle('b')).toBe(false);
    await leaseRunsOut();
    await claim('b');
    expect(await settle('a')).toBe(false);
    expect(await settle('b')).toBe(true);
    expect(await claim('c')).toBeNull();
  });

  it('is put off by its holder and by no one else', async () => {
    await claim('a');
    await postponeCall(database().db, reference, 'b', 0);
    expect(await dueCalls(database().db, 10)).toEqual([]);
    await postponeCall(database().db, reference, 'a', 0);
    expect(await dueCalls(database().db, 10)).toEqual([reference]);
    await postponeCall(database().db, reference, 'a', LEASE_MS);
    expect(await claim('b')).not.toBeNull();
  });

  /** Two replicas over a marketplace that answers when the test lets it. */
  function replicas() {
    const sent: string[] = [];
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const marketplace: Marketplace = {
      ...scriptedMarketplace('mbiz', []),
      ordering: {
        mode: 'DIRECT',
        place: async () => {
          sent.push('place');
          await answered;
          return { outcome: 'PLACED' };
        },
        has: () => {
          sent.push('has');
          return Promise.resolve(true);
        },
        cancel: () => Promise.resolve({ outcome: 'CANCELLED' }),
      },
    };
    const replica = (holder: string): CarryingOut => ({
      db: database().db,
      news: createLocalNews<OrderChange>(),
      sessions: createBuyerSessions(database().db),
      marketplaces: new Map([[MBIZ, marketplace]]),
      timeoutMs: LEASE_MS,
      basketUrl: () => null,
      holder,
    });
    const run = (holder: string) => carryOut(reference, replica(holder), new AbortController().signal);
    return { sent, answer: () => answer(), run };
  }

  const events = () => database().db.selectFrom('order_event').select('message_id').execute();

  it('that one replica is at is not begun by another', async () => {
    const { sent, answer, run } = replicas();
    const first = run('a');
    await until(() => sent.length === 1);
    expect(await run('b')).toBeNull();
    answer();
    expect(await first).toBe('PLACED');
    expect(sent).toEqual(['place']);
    expect(await run('b')).toBeNull(); // it is done
  });

  it('that was taken over is recorded by whoever took it, and not by the slow one a second time', async () => {
    const { sent, answer, run } = replicas();
    const slow = run('a');
    await until(() => sent.length === 1);
    await leaseRunsOut();
    expect(await run('b')).toBe('PLACED');
    const recorded = await database().db.selectFrom('orders').selectAll().execute();
    await database().db.updateTable('purchase_part').set({ state: 'CANCELLED' }).execute();
    answer();
    await slow;
    expect(sent).toEqual(['place', 'has']); // asked before anything was sent again
    expect(await database().db.selectFrom('orders').selectAll().execute()).toEqual(recorded);
    expect(await events()).toHaveLength(1);
    const part = await database().db.selectFrom('purchase_part').select('state').executeTakeFirstOrThrow();
    expect(part.state).toBe('CANCELLED'); // what has happened since is not undone
  });
});
