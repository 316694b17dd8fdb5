import { randomBytes } from 'node:crypto';
import { marketplaceId, type MarketplaceId } from '../../../adapters/core/ids';
import type { PartnerTables } from '../../../subgraphs/database/partner-tables';
import {
  createSecretBox,
  SECRET_KEY_BYTES,
  secretKey,
} from '../../../subgraphs/partners/credentials/secret-box';
import { claimCheck, leaveCheck } from '../../../subgraphs/registry/onboarding/claim-check';
import { holdingCheck } from '../../../subgraphs/registry/onboarding/hold-check';
import { openOnboarding } from '../../../subgraphs/registry/onboarding/onboarding';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Graph } from '../../support/graph';
import {
  easyDefinition,
  EASY_SECRETS,
  startEasyShop,
  type JoiningEasyShop,
} from '../../support/joining-shops';
import { ADMIN, partnerActor, partnerDesk, type PartnerDesk, type Wished } from '../../support/partner-graph';
import { until } from '../../support/until';

/** How a marketplace gets from draft to live and out again, and every way that is none. */
describeOnDatabases('the states of a marketplace', (database) => {
  let graph: Graph;
  let shop: JoiningEasyShop;
  let made = 0;

  beforeAll(async () => {
    graph = await startGraph(database().db);
    shop = await startEasyShop();
  });
  afterEach(() => {
    shop.server.knobs.fault = null;
    shop.server.knobs.latencyMs = 0;
  });
  afterAll(async () => {
    await graph.close();
    await shop.server.close();
  });

  interface Joining {
    readonly id: MarketplaceId;
    readonly desk: PartnerDesk;
    readonly admin: PartnerDesk;
    register(change?: (text: string) => string): Promise<Wished>;
    /** A version more, checked. */
    bring(): Promise<void>;
  }

  /** Someone new each time. */
  function someone(): Joining {
    const id = marketplaceId(`toko-${(made += 1)}`);
    const desk = partnerDesk(graph, partnerActor(id));
    const register = (change = (text: string) => text) =>
      desk.register(easyDefinition(shop.server.url, id, change), EASY_SECRETS);
    return {
      id,
      desk,
      admin: partnerDesk(graph, ADMIN),
      register,
      async bring() {
        await register();
        expect((await desk.check(id)).problems).toEqual([]);
      },
    };
  }
  const failing = (text: string): string => text.replace('path: /products\n', 'path: /no-such-page\n');

  const STATES: Readonly<Record<string, (one: Joining) => Promise<unknown>>> = {
    'never registered': () => Promise.resolve(),
    DRAFT: ({ register }) => register(),
    'DRAFT, its check failed': async ({ register, desk, id }) => {
      await register(failing);
      await desk.check(id);
    },
    CHECKED: ({ bring }) => bring(),
    LIVE: async ({ bring, desk, id }) => {
      await bring();
      await desk.publish(id);
    },
    'SUSPENDED by itself': async ({ bring, desk, id }) => {
      await bring();
      await desk.publish(id);
      await desk.suspend(id);
    },
    'SUSPENDED by an administrator': async ({ bring, desk, admin, id }) => {
      await bring();
      await desk.publish(id);
      await admin.suspend(id);
    },
  };

  type Wish = 'check' | 'publish' | 'suspend' | 'resume' | 'rollBack';
  /** What stands in the way, or null; and how it stands afterwards. */
  type Row = readonly [kind: 'STATE' | 'NOT_CHECKED' | null, after: string | null];
  const no = (after: string | null, kind: 'STATE' | 'NOT_CHECKED' = 'STATE'): Row => [kind, after];
  const yes = (after: string): Row => [null, after];

  const BY_ITSELF: Readonly<Record<string, Readonly<Record<Wish, Row>>>> = {
    'never registered': {
      check: no(null),
      publish: no(null),
      suspend: no(null),
      resume: no(null),
      rollBack: no(null),
    },
    DRAFT: {
      check: yes('CHECKED'),
      publish: no('DRAFT', 'NOT_CHECKED'),
      suspend: no('DRAFT'),
      resume: no('DRAFT'),
      rollBack: no('DRAFT'),
    },
    'DRAFT, its check failed': {
      check: yes('DRAFT'),
      publish: no('DRAFT', 'NOT_CHECKED'),
      suspend: no('DRAFT'),
      resume: no('DRAFT'),
      rollBack: no('DRAFT'),
    },
    CHECKED: {
      check: yes('CHECKED'),
      publish: yes('LIVE'),
      suspend: no('CHECKED'),
      resume: no('CHECKED'),
      rollBack: no('CHECKED'),
    },
    LIVE: {
      check: yes('LIVE'),
      publish: yes('LIVE'),
      suspend: yes('SUSPENDED'),
      resume: no('LIVE'),
      rollBack: no('LIVE'),
    },
    'SUSPENDED by itself': {
      check: yes('SUSPENDED'),
      publish: no('SUSPENDED'),
      suspend: yes('SUSPENDED'),
      resume: yes('LIVE'),
      rollBack: no('SUSPENDED'),
    },
    'SUSPENDED by an administrator': {
      check: yes('SUSPENDED'),
      publish: no('SUSPENDED'),
      suspend: no('SUSPENDED'),
      resume: no('SUSPENDED'),
      rollBack: no('SUSPENDED'),
    },
  };
  const BY_ADMIN: typeof BY_ITSELF = {
    ...BY_ITSELF,
    'SUSPENDED by itself': { ...row('SUSPENDED by itself') },
    'SUSPENDED by an administrator': {
      ...row('SUSPENDED by an administrator'),
      suspend: yes('SUSPENDED'),
      resume: yes('LIVE'),
    },
  };
  function row(state: string): Readonly<Record<Wish, Row>> {
    const found = BY_ITSELF[state];
    if (found === undefined) throw new Error(state);
    return found;
  }
  const flat = (by: 'the partner' | 'an administrator', table: typeof BY_ITSELF) =>
    Object.entries(table).flatMap(([state, wishes]) =>
      Object.entries(wishes).map(([wish, [kind, after]]) => ({ by, state, wish: wish as Wish, kind, after })),
    );

  it.each([...flat('the partner', BY_ITSELF), ...flat('an administrator', BY_ADMIN)])(
    '$state: when $by wishes to $wish it, it is $after afterwards ($kind)',
    async ({ by, state, wish, kind, after }) => {
      const one = someone();
      await STATES[state]?.(one);
      const before = await actions(one.id);
      const { marketplace, problems } = await (by === 'the partner' ? one.desk : one.admin)[wish](one.id);
      expect(problems.map((problem) => problem.kind)).toEqual(kind === null ? [] : [kind]);
      for (const { message } of problems) expect(message).toMatch(/^("toko-\d+"|nothing|version \d+) .{10,}/);
      expect(marketplace?.state ?? null).toBe(after);
      if (kind !== null) expect(await actions(one.id)).toEqual(before);
    },
  );

  it.each([
    ['never registered', 'DRAFT'],
    ['DRAFT', 'DRAFT'],
    ['DRAFT, its check failed', 'DRAFT'],
    ['CHECKED', 'DRAFT'],
    ['LIVE', 'LIVE'],
    ['SUSPENDED by itself', 'SUSPENDED'],
    ['SUSPENDED by an administrator', 'SUSPENDED'],
  ])('%s: with another version registered it is %s, and what is served stays', async (state, after) => {
    const one = someone();
    await STATES[state]?.(one);
    const before = await standing(one.id);
    const { marketplace, problems } = await one.register();
    expect(problems).toEqual([]);
    expect(marketplace?.state).toBe(after);
    expect(await standing(one.id)).toEqual(before ?? { live_version: null, suspended_by: null });
  });

  const standing = (id: MarketplaceId) =>
    database()
      .db.selectFrom('partner')
      .select(['live_version', 'suspended_by'])
      .where('id', '=', id)
      .executeTakeFirst();
  const actions = async (id: MarketplaceId) =>
    (
      await database()
        .db.selectFrom('partner_action')
        .selectAll()
        .where('marketplace', '=', id)
        .orderBy('id')
        .execute()
    ).map(({ action, version, actor, role, note }) => ({ action, version, actor, role, note }));
  const versions = (id: MarketplaceId) =>
    database()
      .db.selectFrom('partner_version')
      .selectAll()
      .where('marketplace', '=', id)
      .orderBy('version')
      .execute();
  const change = (
    id: MarketplaceId,
    values: Partial<Pick<PartnerTables['partner_version'], 'check_started_at' | 'check_held_until'>> & {
      check_state?: 'RUNNING';
    },
  ) => database().db.updateTable('partner_version').set(values).where('marketplace', '=', id).execute();
  const secondsAgo = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
  const shownCheck = async (id: MarketplaceId) => {
    const { data } = await graph.run<{
      marketplaces: readonly {
        state: string;
        onboarding: { versions: readonly { check: { state: string } }[] };
      }[];
    }>(`{ marketplaces(ids: ["${id}"]) { state onboarding { versions { check { state } } } } }`, {
      actor: partnerActor(id),
    });
    return data.marketplaces.map(({ state, onboarding }) => [
      state,
      ...onboarding.versions.map(({ check }) => check.state),
    ])[0];
  };

  describe('a check', () => {
    it('that fails says what it found, to whom it concerns', async () => {
      const { id, register, desk } = someone();
      await register(failing);
      await desk.check(id);
      interface Checked {
        readonly marketplaces: readonly {
          readonly onboarding: {
            readonly versions: readonly {
              readonly check: {
                readonly state: string;
                readonly checkedAt: string;
                readonly results: readonly {
                  id: string;
                  outcome: string;
                  findings: readonly { fix: string }[];
                }[];
              };
            }[];
          };
        }[];
      }
      const { data } = await graph.run<Checked>(
        `{ marketplaces(ids: ["${id}"]) { onboarding { versions { check { state checkedAt results { id outcome findings { fix } } } } } } }`,
        { actor: partnerActor(id) },
      );
      const check = data.marketplaces[0]?.onboarding.versions[0]?.check;
      expect(check?.state).toBe('FAILED');
      expect(Date.parse(check?.checkedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
      const failed = check?.results.filter(({ outcome }) => outcome === 'FAILED') ?? [];
      expect(failed.length).toBeGreaterThan(0);
      for (const { findings } of failed) for (const { fix } of findings) expect(fix).not.toBe('');
    });

    it('that was mended and checked again can be published; what failed before is forgotten', async () => {
      const { id, bring, desk } = someone();
      shop.server.knobs.fault = { kind: 'status', status: 500 };
      await bring();
      expect((await desk.publish(id)).problems).toMatchObject([{ kind: 'NOT_CHECKED' }]);
      shop.server.knobs.fault = null;
      await desk.check(id);
      expect((await desk.publish(id)).problems).toEqual([]);
    });

    it('goes on when whoever asked for it has gone, and runs once however often it is asked for', async () => {
      const { id, register, desk } = someone();
      await register();
      shop.server.knobs.latencyMs = 100;
      const before = shop.server.received();
      const ask = () =>
        graph.run<{ checkMarketplace: Wished }>(
          `mutation { checkMarketplace(id: "${id}") { marketplace { state } problems { kind message } } }`,
          { actor: partnerActor(id), deadlineMs: 300 },
        );
      const asked = await Promise.all(Array.from({ length: 5 }, ask));
      for (const { data } of asked)
        expect(data.checkMarketplace).toEqual({ marketplace: { state: 'DRAFT' }, problems: [] });
      await until(async () => (await versions(id))[0]?.check_state === 'PASSED');
      expect((await actions(id)).map(({ action }) => action)).toEqual(['REGISTERED', 'CHECKED']);
      const once = shop.server.received() - before;
      await desk.check(id);
      expect(shop.server.received() - before).toBe(2 * once);
    });

    it('of another version waits until the one that runs is over', async () => {
      const { id, register, desk } = someone();
      await register();
      await register();
      await change(id, HELD);
      await database()
        .db.updateTable('partner_version')
        .set({ check_state: 'NONE', check_started_at: null, check_held_until: null })
        .where('marketplace', '=', id)
        .where('version', '=', 2)
        .execute();
      const before = shop.server.received();
      expect((await desk.check(id)).problems).toMatchObject([
        { kind: 'STATE', message: `version 1 of "${id}" is being checked; wait for its report` },
      ]);
      expect(shop.server.received()).toBe(before);
    });

    const HELD = {
      check_state: 'RUNNING',
      check_started_at: secondsAgo(180),
      check_held_until: secondsAgo(-3_600),
    } as const;
    const DIED = { ...HELD, check_started_at: secondsAgo(30), check_held_until: secondsAgo(1) } as const;

    it.each([
      ['is renewed is left to whoever carries it out', HELD, 'RUNNING', 0],
      ['is renewed no more died with its process, and is begun again', DIED, 'NONE', 1],
      [
        'never was renewed was begun before there were leases',
        { ...DIED, check_held_until: null },
        'NONE',
        1,
      ],
    ])('that %s', async (_, values, shown, checked) => {
      const { id, register, desk } = someone();
      await register();
      await change(id, values);
      expect(await shownCheck(id)).toEqual(['DRAFT', shown]);
      const { problems, marketplace } = await desk.check(id);
      expect(problems).toEqual([]);
      expect(marketplace?.state).toBe(checked === 1 ? 'CHECKED' : 'DRAFT');
      expect(await actions(id)).toHaveLength(1 + checked);
    });

    it('that died with its process keeps no other version from its check', async () => {
      const { id, register, desk } = someone();
      await register();
      await change(id, DIED);
      await register();
      expect(await desk.check(id)).toMatchObject({ marketplace: { state: 'CHECKED' }, problems: [] });
      expect(await shownCheck(id)).toEqual(['CHECKED', 'PASSED', 'NONE']);
    });

    it('that died when it was made again leaves what the one before it found, and that is published', async () => {
      const { id, bring, desk } = someone();
      await bring();
      await change(id, HELD);
      expect((await desk.publish(id)).problems).toMatchObject([
        { kind: 'NOT_CHECKED', message: 'version 1 is being checked; wait for its report' },
      ]);
      await change(id, DIED);
      expect(await shownCheck(id)).toEqual(['CHECKED', 'PASSED']);
      expect((await desk.publish(id)).problems).toEqual([]);
    });

    it('that takes longer than its lease is renewed until it is over', async () => {
      const { id, register } = someone();
      await register();
      const claim = await claimCheck(database().db, id, 1);
      if (claim === null || !('claimed' in claim)) throw new Error('nothing was claimed');
      await change(id, { check_held_until: secondsAgo(-1) });
      const held = async () => (await versions(id))[0]?.check_held_until?.getTime() ?? 0;
      const begun = await held();
      await holdingCheck(
        database().db,
        claim.claimed,
        new AbortController().signal,
        () => until(async () => (await held()) > begun + 10_000),
        20,
      );
      await leaveCheck(database().db, claim.claimed);
      expect(await shownCheck(id)).toEqual(['DRAFT', 'NONE']);
    });

    it.each([
      ['another took it over', true],
      ['its process stops', false],
    ])('stops when %s', async (_, isTaken) => {
      const { id, register } = someone();
      await register();
      const { db } = database();
      const claim = await claimCheck(db, id, 1);
      if (claim === null || !('claimed' in claim)) throw new Error('nothing was claimed');
      if (isTaken) await change(id, { check_started_at: secondsAgo(1) });
      const stopping = new AbortController();
      await holdingCheck(
        db,
        claim.claimed,
        stopping.signal,
        async (signal) => {
          if (!isTaken) stopping.abort();
          await until(() => signal.aborted);
        },
        20,
      );
    });

    it('that another has taken over writes nothing any more', async () => {
      const { id, register, desk } = someone();
      await register();
      shop.server.knobs.fault = { kind: 'status', status: 404 };
      shop.server.knobs.latencyMs = 200;
      const overtaken = desk.check(id);
      await until(async () => (await versions(id))[0]?.check_state === 'RUNNING');
      await change(id, { check_held_until: secondsAgo(1) });
      shop.server.knobs.fault = null;
      shop.server.knobs.latencyMs = 0;
      const { marketplace } = await desk.check(id);
      expect(marketplace?.state).toBe('CHECKED');
      const [report] = await versions(id);
      await overtaken;
      expect(await versions(id)).toEqual([report]);
      expect(await actions(id)).toHaveLength(2);
    });

    it('that cannot be carried out leaves what the one before it found', async () => {
      const { id, bring, desk } = someone();
      await bring();
      const kept = await versions(id);
      const stranger = openOnboarding({
        db: database().db,
        ...graph.partners,
        box: createSecretBox([secretKey(randomBytes(SECRET_KEY_BYTES))]),
      });
      expect(await stranger.check(id, null, partnerActor(id), Date.now() + 60_000)).toEqual([]);
      await stranger.close();
      expect(await versions(id)).toEqual(kept.map((version) => ({ ...version, check_started_at: null })));
      expect((await desk.publish(id)).problems).toEqual([]);
    });

    it('that is under way when its process stops can be begun again at once', async () => {
      const { id, register, desk } = someone();
      await register();
      const stopping = openOnboarding({ db: database().db, ...graph.partners });
      shop.server.knobs.fault = { kind: 'hang' };
      const begun = stopping.check(id, null, partnerActor(id), Date.now() + 60_000);
      await until(async () => (await versions(id))[0]?.check_state === 'RUNNING');
      await stopping.close();
      await begun;
      shop.server.knobs.fault = null;
      expect((await versions(id))[0]).toMatchObject({ check_state: 'NONE', check_started_at: null });
      expect((await desk.check(id)).marketplace?.state).toBe('CHECKED');
    });

    it('of what is live never takes it out, whatever it finds', async () => {
      const { id, bring, desk } = someone();
      await bring();
      await desk.publish(id);
      shop.server.knobs.fault = { kind: 'status', status: 500 };
      expect((await desk.check(id)).marketplace?.state).toBe('LIVE');
      expect(graph.partners.register.get(id)).toMatchObject({ version: 1, suspended: false });
    });
  });

  describe('versions', () => {
    it('that are older are checked and published as well', async () => {
      const { id, register, desk } = someone();
      await register();
      await register((text) => text.replace('name: Toko Contoh\n', 'name: Toko Baru\n'));
      const older = await graph.run<{ checkMarketplace: Wished }>(
        `mutation { checkMarketplace(id: "${id}", version: 1) { marketplace { state } problems { kind } } }`,
        { actor: partnerActor(id), deadlineMs: 60_000 },
      );
      expect(older.data.checkMarketplace).toEqual({ marketplace: { state: 'DRAFT' }, problems: [] });
      expect((await desk.publish(id)).problems).toMatchObject([{ kind: 'NOT_CHECKED' }]);
      expect(await desk.publish(id, 'version: 1')).toMatchObject({
        marketplace: { state: 'LIVE', name: 'Toko Contoh' },
        problems: [],
      });
      await desk.check(id);
      expect(await desk.publish(id)).toMatchObject({ marketplace: { state: 'LIVE', name: 'Toko Baru' } });
      expect((await versions(id)).map(({ check_state }) => check_state)).toEqual(['PASSED', 'PASSED']);
    });

    it.each([0, -1, 3, 2_147_483_647])('number %p is none', async (version) => {
      const { id, bring, desk } = someone();
      await bring();
      await bring();
      await desk.publish(id);
      const before = await actions(id);
      for (const wish of [desk.publish, desk.rollBack]) {
        const { problems } = await wish(id, `version: ${version}`);
        expect(problems).toMatchObject([{ kind: 'STATE', message: `"${id}" has no version ${version}` }]);
      }
      expect(await actions(id)).toEqual(before);
    });

    it('never change, whatever becomes of them', async () => {
      const { id, bring, desk, admin } = someone();
      await bring();
      const kept = (await versions(id)).map(
        ({ document, definition, credentials, created_at, created_by }) => ({
          document,
          definition,
          credentials,
          created_at,
          created_by,
        }),
      );
      await desk.publish(id);
      await bring();
      await desk.publish(id);
      await desk.rollBack(id);
      await admin.suspend(id);
      await admin.resume(id);
      await admin.check(id);
      expect(await versions(id)).toMatchObject([...kept, {}]);
    });
  });

  describe('a roll-back', () => {
    const live = async (id: MarketplaceId) => (await standing(id))?.live_version;

    it('goes one further back each time, until nothing is left', async () => {
      const { id, bring, desk } = someone();
      for (let version = 1; version <= 3; version += 1) {
        await bring();
        await desk.publish(id);
      }
      expect((await desk.rollBack(id)).problems).toEqual([]);
      expect(await live(id)).toBe(2);
      expect((await desk.rollBack(id)).problems).toEqual([]);
      expect(await live(id)).toBe(1);
      expect((await desk.rollBack(id)).problems).toMatchObject([{ kind: 'STATE' }]);
      expect(await live(id)).toBe(1);
      await bring();
      await desk.publish(id);
      expect((await desk.rollBack(id)).problems).toEqual([]);
      expect(await live(id)).toBe(1);
    });

    it('goes to a version that is named, from where it goes back again', async () => {
      const { id, bring, desk } = someone();
      for (let version = 1; version <= 3; version += 1) await bring();
      await desk.publish(id, 'version: 1');
      await desk.publish(id, 'version: 2');
      expect((await desk.rollBack(id, 'version: 3')).problems).toEqual([]);
      expect(await live(id)).toBe(3);
      await desk.rollBack(id);
      expect(await live(id)).toBe(2);
      await desk.rollBack(id);
      expect(await live(id)).toBe(1);
    });

    it('goes to no version that was not checked', async () => {
      const { id, bring, register, desk } = someone();
      await bring();
      await desk.publish(id);
      await register();
      expect((await desk.rollBack(id, 'version: 2')).problems).toMatchObject([{ kind: 'NOT_CHECKED' }]);
      expect(await live(id)).toBe(1);
    });

    it('takes the same version published twice for one', async () => {
      const { id, bring, desk } = someone();
      await bring();
      await desk.publish(id);
      await bring();
      await desk.publish(id);
      await desk.publish(id);
      await desk.rollBack(id);
      expect(await live(id)).toBe(1);
    });
  });

  it('every step says who took it, in which role, and why', async () => {
    const { id, bring, desk, admin } = someone();
    await bring();
    await desk.publish(id);
    await graph.run(
      `mutation { suspendMarketplace(id: "${id}", reason: ${JSON.stringify('x'.repeat(600))}) { problems { kind } } }`,
      { actor: ADMIN },
    );
    await admin.resume(id);
    await bring();
    await desk.publish(id);
    await admin.rollBack(id);
    const staff = { actor: `${id}-staff`, role: 'PARTNER' };
    const runner = { actor: 'admin', role: 'ADMIN' };
    const expected = [
      { action: 'REGISTERED', version: 1, ...staff, note: null },
      { action: 'CHECKED', version: 1, ...staff, note: 'conforms' },
      { action: 'PUBLISHED', version: 1, ...staff, note: null },
      { action: 'SUSPENDED', version: 1, ...runner, note: 'x'.repeat(500) },
      { action: 'RESUMED', version: 1, ...runner, note: null },
      { action: 'REGISTERED', version: 2, ...staff, note: null },
      { action: 'CHECKED', version: 2, ...staff, note: 'conforms' },
      { action: 'PUBLISHED', version: 2, ...staff, note: null },
      { action: 'ROLLED_BACK', version: 1, ...runner, note: null },
    ];
    expect(await actions(id)).toEqual(expected);
    const { data } = await graph.run<{
      marketplaces: readonly { onboarding: { liveVersion: number; actions: readonly object[] } }[];
    }>(
      `{ marketplaces(ids: ["${id}"]) { onboarding { liveVersion actions { action version actor role note } } } }`,
      { actor: partnerActor(id) },
    );
    expect(data.marketplaces[0]?.onboarding).toEqual({ liveVersion: 1, actions: [...expected].reverse() });
  });

  it.each(['suspend', 'resume'] as const)(
    'one that Pasar comes with says so when it is to %s',
    async (wish) => {
      const { problems } = await partnerDesk(graph, ADMIN)[wish]('mbiz');
      expect(problems).toMatchObject([
        { kind: 'STATE', message: expect.stringMatching(/^"mbiz" is built in, .* variables .*README\.md/) },
      ]);
    },
  );

  it('ten that wish to suspend and resume it at once leave it in one state, and in the log what led to it', async () => {
    const { id, bring, desk } = someone();
    await bring();
    await desk.publish(id);
    const wishes = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? desk.suspend(id) : desk.resume(id)));
    await Promise.all(wishes);
    const taken = (await actions(id)).map(({ action }) => action).slice(3);
    taken.forEach((action, i) => expect(action).toBe(i % 2 === 0 ? 'SUSPENDED' : 'RESUMED'));
    expect((await standing(id))?.suspended_by).toBe(taken.at(-1) === 'SUSPENDED' ? 'PARTNER' : null);
  });
});
