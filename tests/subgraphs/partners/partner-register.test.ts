import { sql, type KyselyPlugin } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { marketplaceId, type MarketplaceId } from '../../../adapters/core/ids';
import { connectDatabase } from '../../../subgraphs/database/connect';
import { changingPartners } from '../../../subgraphs/registry/changing-partners';
import { updatePartner } from '../../../subgraphs/registry/onboarding/change-partner';
import {
  createPartnerNews,
  openPartnerRegister,
  type PartnerRegister,
  type PartnerRegisterOptions,
} from '../../../subgraphs/partners/partner-register';
import { captureLog } from '../../support/captured-log';
import { describeOnDatabases, POSTGRES_URL, createPostgres } from '../../support/databases';
import { migrate } from '../../../subgraphs/database/migrate';
import { changePartner as change, publishedPartner as published } from '../../support/published-partner';
import { createRedis, HAS_REDIS, type TestRedis } from '../../support/redis';
import { startTcpProxy } from '../../support/tcp-proxy';
import { until } from '../../support/until';

const NEVER = 3_600_000;

describeOnDatabases('the register of partners', (database) => {
  const log = captureLog();
  const registers: PartnerRegister[] = [];
  const open = async (options: Partial<PartnerRegisterOptions> = {}): Promise<PartnerRegister> => {
    const register = await openPartnerRegister({ db: database().db, pollMs: NEVER, ...options });
    registers.push(register);
    return register;
  };
  const ID = marketplaceId('toko-satu');
  const OTHER = marketplaceId('toko-dua');

  beforeEach(async () => {
    await sql`truncate partner, partner_version, partner_action`.execute(database().db);
  });
  afterEach(async () => {
    await Promise.all(registers.splice(0).map((register) => register.close()));
  });

  it('knows who is published when it is opened, suspended ones as such, and no one else', async () => {
    await published(database().db, ID);
    await published(database().db, OTHER);
    await change(database().db, OTHER, { suspended_by: 'ADMIN' });
    const draft = marketplaceId('toko-tiga');
    await published(database().db, draft);
    await change(database().db, draft, { live_version: null });
    const register = await open();
    expect(register.get(ID)).toMatchObject({ id: ID, version: 1, protocol: 'rest', suspended: false });
    expect(register.get(OTHER)).toMatchObject({ suspended: true });
    expect(register.get(draft)).toBeUndefined();
    expect(register.all().map(({ id }) => id)).toEqual([ID, OTHER]);
  });

  it.each<[string, Parameters<typeof updatePartner>[2], object | undefined]>([
    ['another name', { name: 'Toko Baru' }, { name: 'Toko Baru' }],
    ['a suspension', { suspended_by: 'PARTNER' }, { suspended: true }],
    ['that it is served no more', { live_version: null }, undefined],
  ])('learns of %s within its poll interval', async (_, values, expected) => {
    await published(database().db, ID);
    await published(database().db, OTHER);
    const register = await open({ pollMs: 20 });
    const told: (readonly MarketplaceId[])[] = [];
    register.onChange((changed) => told.push(changed));
    await change(database().db, ID, values);
    await until(() => told.length > 0);
    expect(told).toEqual([[ID]]);
    if (expected) expect(register.get(ID)).toMatchObject(expected);
    else expect(register.get(ID)).toBeUndefined();
    expect(register.get(OTHER)).toMatchObject({ name: 'Toko', suspended: false });
  });

  it('learns at once of what this process tells', async () => {
    const news = createPartnerNews(null);
    const register = await open({ news });
    await published(database().db, ID);
    news.publish([{ marketplace: ID }]);
    await until(() => register.get(ID) !== undefined);
    await news.close();
  });

  it('reads once more when it is told while it reads: that reading may have come too early', async () => {
    const news = createPartnerNews(null);
    let held: Promise<void> = Promise.resolve();
    let readings = 0;
    const slowly: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        readings += 1;
        await held; // after the database answered
        return result;
      },
    };
    const register = await open({ db: database().db.withPlugin(slowly), news });
    let release = (): void => undefined;
    held = new Promise((resolve) => {
      release = resolve;
    });
    news.publish([{ marketplace: ID }]);
    await until(() => readings === 2);
    await published(database().db, ID);
    for (let i = 0; i < 10; i += 1) news.publish([{ marketplace: ID }]);
    release();
    await until(() => register.get(ID) !== undefined);
    expect(readings).toBe(3);
    await news.close();
  });

  it('has read what is asked for when `refresh` resolves', async () => {
    const register = await open();
    await published(database().db, ID);
    expect(register.get(ID)).toBeUndefined();
    await Promise.all([register.refresh(), register.refresh(), register.refresh()]);
    expect(register.get(ID)).toBeDefined();
  });

  it('tells all who follow it, though one of them fails, and none who went', async () => {
    const register = await open();
    const told: string[] = [];
    register.onChange(() => {
      throw new Error('not my day');
    });
    const leave = register.onChange(() => told.push('left'));
    register.onChange(() => told.push('stays'));
    leave();
    await published(database().db, ID);
    await register.refresh();
    expect(told).toEqual(['stays']);
    expect(register.get(ID)).toBeDefined();
    expect(log.text()).toContain('not my day');
  });

  it('keeps the last known when the database is gone, and says so once', async () => {
    await published(database().db, ID);
    const own = database().connect();
    const register = await open({ db: own, pollMs: 10 });
    const said = () => log.lines().filter((line) => line.includes('partners could not be read')).length;
    const before = said();
    await own.destroy();
    await until(() => said() > before);
    await expect(register.refresh()).rejects.toThrow();
    await expect(register.refresh()).rejects.toThrow();
    expect(register.get(ID)).toBeDefined();
    expect(said()).toBe(before + 1);
  });

  it('misses no change, however many are made at once, by whatever processes', async () => {
    const ids = Array.from({ length: 12 }, (_, i) => marketplaceId(`toko-${'abcdefghijkl'[i]}`));
    for (const id of ids) await published(database().db, id);
    const followers = await Promise.all([1, 3, 7].map((pollMs) => open({ pollMs })));
    const writers = [database().db, database().connect(), database().connect()];
    await Promise.all(
      writers.flatMap((db, w) =>
        ids.map(async (id, i) => {
          for (let round = 0; round < 4; round += 1) {
            await changingPartners(db, async (transaction) => {
              await updatePartner(transaction, id, {
                name: `${w}-${round}`,
                suspended_by: (i + round) % 2 === 0 ? 'ADMIN' : null,
              });
              await wait(Math.random() * 4); // what was numbered first is not what is seen first
            });
          }
        }),
      ),
    );
    const stands = await database().db.selectFrom('partner').select(['id', 'name', 'suspended_by']).execute();
    const expected = stands.map(({ id, name, suspended_by }) => [id, name, suspended_by !== null]).sort();
    const known = (register: PartnerRegister) =>
      register
        .all()
        .map(({ id, name, suspended }) => [id, name, suspended])
        .sort();
    // Nothing changes any more: whoever has read on from where it stood has seen all of it.
    for (const follower of followers) {
      await follower.refresh();
      expect(known(follower)).toEqual(expected);
    }
  });

  (HAS_REDIS ? describe : describe.skip)('with a Redis', () => {
    let redis: TestRedis;
    beforeAll(async () => {
      redis = await createRedis();
      await redis.start();
    });
    afterAll(() => redis.kill());

    it('learns at once of what another process tells, and by asking when Redis is gone', async () => {
      await published(database().db, ID);
      const [telling, hearing] = [createPartnerNews(redis.url), createPartnerNews(redis.url)];
      const patient = await open({ news: hearing });
      const polling = await open({ news: hearing, pollMs: 50 });
      const tell = async (name: string) => {
        await change(database().db, ID, { name });
        telling.publish([{ marketplace: ID }]);
      };
      // News that are told before the other listens are lost; what is told again is heard.
      let told = 0;
      await until(async () => {
        await tell(`Toko ${(told += 1)}`);
        return patient.get(ID)?.name !== 'Toko';
      });
      await tell('Toko Redis');
      await until(() => patient.get(ID)?.name === 'Toko Redis');
      await redis.kill();
      await tell('Toko Sendiri');
      await until(() => polling.get(ID)?.name === 'Toko Sendiri');
      expect(patient.get(ID)?.name).toBe('Toko Redis');
      await redis.start();
      await until(async () => {
        await tell(`Toko Kembali`);
        return patient.get(ID)?.name === 'Toko Kembali';
      });
      await Promise.all([telling.close(), hearing.close()]);
    });
  });
});

(POSTGRES_URL === undefined ? describe.skip : describe)('the register of partners and its database', () => {
  it('learns what it missed once the database is back', async () => {
    const { url, drop } = await createPostgres();
    const direct = connectDatabase({ url });
    await migrate(direct);
    const id = marketplaceId('toko-satu');
    await published(direct, id);
    const { port, hostname } = new URL(url);
    const proxy = await startTcpProxy({ host: hostname, port: Number(port || 5432) });
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(proxy.port);
    const db = connectDatabase({ url: through.href });
    const register = await openPartnerRegister({ db, pollMs: 20 });
    await proxy.cut();
    await change(direct, id, { name: 'Toko Baru' });
    await expect(register.refresh()).rejects.toThrow();
    expect(register.get(id)?.name).toBe('Toko');
    await proxy.mend();
    await until(() => register.get(id)?.name === 'Toko Baru');
    await register.close();
    await db.destroy();
    await direct.destroy();
    await proxy.close();
    await drop();
  });
});
