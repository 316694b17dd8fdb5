import { sql } from 'kysely';
import type { OfferReader } from '../../adapters/core/resilience/offer-reader';
import {
  jointState,
  type ServerHealth,
  type SourceHealth,
} from '../../adapters/core/resilience/source-health';
import { marketplaceId } from '../../adapters/core/ids';
import { readIndexState } from '../../subgraphs/catalogue/index-state';
import { startHealthReports } from '../../subgraphs/marketplace/health-reports';
import { readingDeadline } from '../../subgraphs/marketplace/reading-deadline';
import { readHealth } from '../../subgraphs/registry/read-health';
import { describeOnDatabases } from '../support/databases';
import { indexAll } from '../support/indexed';
import { offer, scriptedMarketplace } from '../support/offers';
import { until } from '../support/until';

const MBIZ = marketplaceId('mbiz');
const well: SourceHealth = { state: 'CLOSED', since: new Date(0), failureRate: 0, p50: 12.5, p95: 40 };

describeOnDatabases('the health of a marketplace', (database) => {
  beforeEach(() => sql`truncate source_health`.execute(database().db));

  function replica(now: () => SourceHealth, everyMs = 60_000) {
    const reader: OfferReader = {
      id: MBIZ,
      name: 'Mbiz',
      read: () => Promise.resolve(new Map()),
      health: now,
    };
    const failures: unknown[] = [];
    const reports = startHealthReports({
      readers: () => [reader],
      db: database().db,
      everyMs,
      onError: (error) => failures.push(error),
    });
    return { reports, failures };
  }
  const told = async () => (await readHealth(database().db)).get(MBIZ) ?? null;

  it('is unknown while no process asks it', async () => {
    expect(await told()).toBeNull();
  });

  it('is told at the start, whenever its state changes, and no more once the process has gone', async () => {
    let health = well;
    const { reports } = replica(() => health);
    await until(async () => (await told()) !== null);
    expect(await told()).toEqual(well);
    health = { ...well, state: 'OPEN', failureRate: 0.75 };
    reports.tell();
    await until(async () => (await told())?.state === 'OPEN');
    await reports.close();
    expect(await told()).toBeNull();
  });

  it('of several processes is that of the one that is worst off', async () => {
    const states = ['CLOSED', 'PARTLY_OPEN', 'HALF_OPEN', 'PAUSED', 'OPEN'] as const;
    const replicas: ReturnType<typeof replica>[] = [];
    for (const state of states) {
      replicas.push(replica(() => ({ ...well, state })));
      await until(async () => (await told())?.state === state);
    }
    for (const { reports } of replicas) await reports.close();
  });

  it('that is old is none: whoever told it is not asking any more', async () => {
    const { reports } = replica(() => well);
    await until(async () => (await told()) !== null);
    await sql`update source_health set reported_at = now() - interval '31 seconds'`.execute(database().db);
    expect(await told()).toBeNull();
    await reports.close();
  });
});

describeOnDatabases('the index of a marketplace whose feed', (database) => {
  beforeAll(() =>
    indexAll(database().db, [
      scriptedMarketplace('mbiz', [offer({ sku: 'A', title: 'x', marketplace: 'mbiz' })]),
    ]),
  );
  const status = async () => (await readIndexState(database().db))[0]?.status;
  const set = (due: string, held: string | null) =>
    sql`update feed_sync set due_at = now() + ${due}::interval, held_until = now() + ${held}::interval`.execute(
      database().db,
    );

  it.each<[string, string, string | null, string]>([
    ['is not due yet', '10 minutes', null, 'READY'],
    ['has been due for a moment', '-1 minute', null, 'READY'],
    ['should have been read long ago and is not', '-6 minutes', null, 'LATE'],
    ['was being read by someone who died', '-6 minutes', '-1 second', 'LATE'],
    ['is being read now', '-6 minutes', '30 seconds', 'READY'],
  ])('%s (due in %s, held for %s) is %s', async (_, due, held, expected) => {
    await set(due, held);
    expect(await status()).toBe(expected);
  });
});

describe('the state of a marketplace', () => {
  const server = (state: ServerHealth['state']): ServerHealth => ({
    state,
    since: new Date(),
    calls: 1,
    failures: 0,
  });
  it.each<[ServerHealth['state'][], SourceHealth['state']]>([
    [[], 'CLOSED'],
    [['CLOSED'], 'CLOSED'],
    [['OPEN'], 'OPEN'],
    [['PAUSED', 'PAUSED'], 'PAUSED'],
    [['CLOSED', 'OPEN'], 'PARTLY_OPEN'],
    [['OPEN', 'PAUSED'], 'PARTLY_OPEN'],
  ])('whose servers are %j is %s', (states, expected) => {
    expect(jointState(states.map(server))).toBe(expected);
  });
});

it.each([
  [2_000, 1_850],
  [1_500, 1_350],
  [500, 450],
  [0, 0],
  [-100, -100],
])('of %d ms that a client gives, a marketplace gets %d', (given, kept) => {
  expect(readingDeadline(10_000 + given, 10_000)).toBe(10_000 + kept);
});
