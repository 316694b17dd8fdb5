import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { marketplaceId, type MarketplaceId } from '../../../adapters/core/ids';
import { sealedFor } from '../../../subgraphs/partners/credentials/sealed-for';
import { resealCredentials } from '../../../subgraphs/partners/credentials/reseal-credentials';
import {
  createSecretBox,
  SECRET_KEY_BYTES,
  secretKey,
  type SecretBox,
} from '../../../subgraphs/partners/credentials/secret-box';
import { captureLog } from '../../support/captured-log';
import { describeOnDatabases } from '../../support/databases';
import { publishedPartner } from '../../support/published-partner';

/** Keys are changed while texts of older ones are still there; afterwards the older ones can go. */
describeOnDatabases('sealing credentials again', (database) => {
  const log = captureLog();
  const [oldest, older, newest, lost] = [0, 1, 2, 3].map(() => secretKey(randomBytes(SECRET_KEY_BYTES)));
  if (!oldest || !older || !newest || !lost) throw new Error('four keys');
  const SATU = marketplaceId('toko-satu');
  const DUA = marketplaceId('toko-dua');

  beforeEach(() => sql`truncate partner, partner_version, partner_action`.execute(database().db));

  const secretOf = (id: MarketplaceId, version: number) => ({ key: `rahasia-${id}-${version}` });
  const seal = (box: SecretBox, id: MarketplaceId, version: number): Promise<void> =>
    publishedPartner(database().db, id, {
      version,
      credentials: box.seal(secretOf(id, version), sealedFor(id, version)),
    });
  const stored = () =>
    database()
      .db.selectFrom('partner_version')
      .select(['marketplace', 'version', 'credentials'])
      .orderBy('marketplace')
      .orderBy('version')
      .execute();

  it('leaves every version with the newest of three keys, and each with its own secrets', async () => {
    await seal(createSecretBox([oldest]), SATU, 1);
    await seal(createSecretBox([older, oldest]), SATU, 2);
    await seal(createSecretBox([newest, older, oldest]), DUA, 1);
    const before = await stored();
    await resealCredentials(database().db, createSecretBox([newest, older, oldest]));
    const alone = createSecretBox([newest]);
    const after = await stored();
    for (const { marketplace, version, credentials } of after)
      expect(alone.open(credentials, sealedFor(marketplace, version))).toEqual(
        secretOf(marketplace, version),
      );
    const of = (rows: typeof after, id: string) => rows.filter(({ marketplace }) => marketplace === id);
    expect(of(after, DUA)).toEqual(of(before, DUA)); // which was the newest's already
    expect(after.map(({ marketplace, version }) => `${marketplace} ${version}`)).toEqual([
      `${DUA} 1`,
      `${SATU} 1`,
      `${SATU} 2`,
    ]);
  });

  it('changes nothing the second time', async () => {
    await seal(createSecretBox([oldest]), SATU, 1);
    const box = createSecretBox([newest, oldest]);
    await resealCredentials(database().db, box);
    const once = await stored();
    await resealCredentials(database().db, box);
    expect(await stored()).toEqual(once);
  });

  it.each<[string, (sealed: string) => string]>([
    ['of a key that is not here', () => createSecretBox([lost]).seal(secretOf(SATU, 2), sealedFor(SATU, 2))],
    ['of another version', () => createSecretBox([oldest]).seal(secretOf(SATU, 1), sealedFor(SATU, 1))],
    ['damaged', (sealed) => `${sealed.slice(0, -4)}AAAA`],
    ['no sealed text at all', () => 'hello'],
  ])('leaves what is %s as it is and says so, and seals the others', async (_, broken) => {
    const box = createSecretBox([oldest]);
    for (const version of [1, 2, 3]) await seal(box, SATU, version);
    const [, second] = await stored();
    const credentials = broken(second?.credentials ?? '');
    await database()
      .db.updateTable('partner_version')
      .set({ credentials })
      .where('version', '=', 2)
      .execute();
    const said = log.lines().length;
    await resealCredentials(database().db, createSecretBox([newest, oldest]));
    const alone = createSecretBox([newest]);
    const rows = await stored();
    expect(rows.map((row) => alone.isCurrent(row.credentials))).toEqual([true, false, true]);
    expect(rows[1]?.credentials).toBe(credentials);
    const lines = log
      .lines()
      .slice(said)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([{ marketplace: SATU, version: 2 }]);
    expect(log.text()).not.toMatch(/rahasia/);
  });

  it('goes through more versions than it looks at in one go', async () => {
    const box = createSecretBox([oldest]);
    await seal(box, SATU, 1);
    await sql`
      insert into partner_version (marketplace, version, protocol, document, definition, credentials, created_by, created_role)
      select marketplace, n, protocol, document, definition, 'x', created_by, created_role
      from partner_version, generate_series(2, 450) n`.execute(database().db);
    for (const { version } of await stored()) {
      const credentials = box.seal(secretOf(SATU, version), sealedFor(SATU, version));
      await database()
        .db.updateTable('partner_version')
        .set({ credentials })
        .where('version', '=', version)
        .execute();
    }
    await resealCredentials(database().db, createSecretBox([newest, oldest]));
    const alone = createSecretBox([newest]);
    const rows = await stored();
    expect(rows).toHaveLength(450);
    expect(rows.filter(({ credentials }) => !alone.isCurrent(credentials))).toEqual([]);
  });

  it('by two processes at once is as good as by one', async () => {
    for (const version of [1, 2, 3, 4, 5]) await seal(createSecretBox([oldest]), SATU, version);
    const box = createSecretBox([newest, oldest]);
    await Promise.all([database().db, database().connect()].map((db) => resealCredentials(db, box)));
    for (const { marketplace, version, credentials } of await stored())
      expect(createSecretBox([newest]).open(credentials, sealedFor(marketplace, version))).toEqual(
        secretOf(marketplace, version),
      );
  });
});
