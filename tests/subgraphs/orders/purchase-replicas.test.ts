import { randomUUID } from 'node:crypto';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import { fraction } from '../../../adapters/sandbox/world/random';
import { startOutboxWorker } from '../../../subgraphs/orders/purchasing/outbox-worker';
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

/** `PASAR_TEST_SEED` runs one again. */
const SEED = Number(process.env['PASAR_TEST_SEED'] ?? Date.now() % 1_000_000);
const PURCHASES = 40;
/** None of them says that an order was not taken. */
const FAULTS: readonly (Fault | null)[] = [
  null,
  { kind: 'hang' },
  { kind: 'hang-before' },
  { kind: 'status', status: 500 },
  { kind: 'reset-in-body' },
  { kind: 'slow-body' },
  { kind: 'html' },
];

describeOnDatabases(`two replicas, seed ${SEED},`, (database) => {
  let graph: Graph;
  let goods: readonly Good[];

  beforeAll(async () => {
    const at = new Date();
    // Leases of 160 ms: they run out while replicas are at work.
    graph = await startGraph(database().db, { timeoutMs: 80, now: () => at });
    goods = await goodsOf(graph, 'mbiz');
  });
  afterAll(() => graph.close());

  it('place each of many orders exactly once, whatever fails meanwhile', async () => {
    const { carryingOut } = graph.ledger;
    const replicas = [carryingOut, { ...carryingOut, db: database().connect(), holder: randomUUID() }];
    const workers = replicas.map((replica) => startOutboxWorker(replica));
    const { knobs } = graph.sandbox.servers.mbiz;
    const bought: Bought[] = [];
    try {
      knobs.faultFor = '/cxml';
      for (let number = 0; number < PURCHASES; number += 4) {
        knobs.fault = FAULTS[Math.floor(fraction(SEED, number) * FAULTS.length)] ?? null;
        knobs.faultEvery = 1 + Math.floor(fraction(SEED, number, 1) * 2);
        const batch = Array.from({ length: 4 }, (_, index) => {
          const good = goods[(number + index) % goods.length] ?? first(goods);
          return buy(graph, purchaseInput([lineOf(good)]), `key-${number + index}`);
        });
        bought.push(...(await Promise.all(batch)));
        await Promise.all(workers.map((worker) => worker.runOnce()));
      }
      knobs.fault = null;
      await database()
        .db.updateTable('outbox')
        .set({ due_at: new Date(0) })
        .execute();
      await until(async () => (await rowsOf(database().db)).outbox === 0, 45_000);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
    const results = await Promise.all(bought.map(({ id }) => resultOf(graph, id)));
    const parts = results.flatMap((result) => result.parts);
    expect(parts.filter(({ state }) => state !== 'PLACED')).toEqual([]);
    expect(parts.filter(({ orders }) => orders.length !== 1)).toEqual([]);
    const booked = graph.sandbox.orders.mbiz.all().map(({ reference }) => reference);
    expect(booked.sort()).toEqual(parts.map(({ reference }) => reference).sort());
    expect((await rowsOf(database().db)).orders).toBe(PURCHASES);
  });
});
