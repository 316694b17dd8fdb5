import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { noFeedMemory, type Marketplace } from '../../../adapters/core/contract';
import { marketplaceId } from '../../../adapters/core/ids';
import { sealedFor } from '../../../subgraphs/partners/credentials/sealed-for';
import { createReportingPartners } from '../../../subgraphs/partners/ledger-partners';
import { createMarketplaceNames } from '../../../subgraphs/partners/marketplace-names';
import { createOfferTypes } from '../../../subgraphs/partners/offer-types';
import { createPartnerMarketplaces } from '../../../subgraphs/partners/partner-marketplaces';
import { openPartnerRegister, type PartnerRegister } from '../../../subgraphs/partners/partner-register';
import {
  createSecretBox,
  SECRET_KEY_BYTES,
  secretKey,
} from '../../../subgraphs/partners/credentials/secret-box';
import { captureLog } from '../../support/captured-log';
import { describeOnDatabases } from '../../support/databases';
import { easyDefinition } from '../../support/joining-shops';
import { changePartner, publishedPartner } from '../../support/published-partner';

const box = createSecretBox([secretKey(randomBytes(SECRET_KEY_BYTES))]);
const strangersBox = createSecretBox([secretKey(randomBytes(SECRET_KEY_BYTES))]);

describeOnDatabases('what a process makes of the partners that it knows', (database) => {
  const log = captureLog();
  const REST = marketplaceId('toko-satu');
  const BROKEN = marketplaceId('toko-rusak');
  const DARING = marketplaceId('toko-daring');
  const CXML = marketplaceId('toko-katalog');
  let register: PartnerRegister;

  const pasar = (id: string, ...lines: string[]): string =>
    ['pasar: 1', `id: ${id}`, `name: Toko ${id}`, ...lines].join('\n');
  const seal = (id: typeof REST, secrets: Record<string, string>, version = 1): string =>
    box.seal(secrets, sealedFor(id, version));

  beforeEach(async () => {
    const { db } = database();
    await sql`truncate partner, partner_version, partner_action`.execute(db);
    await publishedPartner(db, REST, { credentials: seal(REST, { key: 'k' }) });
    await publishedPartner(db, BROKEN, {
      credentials: strangersBox.seal({ key: 'k' }, sealedFor(BROKEN, 1)),
    });
    await publishedPartner(db, DARING, {
      document: pasar(DARING, 'protocol: toko-daring', 'url: https://daring.example'),
      credentials: seal(DARING, { clientId: 'i', clientSecret: 's' }),
    });
    await publishedPartner(db, CXML, {
      document: pasar(CXML, 'protocol: cxml', 'url: https://katalog.example/cxml'),
      credentials: seal(CXML, { identity: 'pasar', supplierIdentity: 'toko', sharedSecret: 's' }),
    });
    register = await openPartnerRegister({ db, pollMs: 3_600_000 });
  });
  afterEach(() => register.close());

  function open() {
    const made: Marketplace[] = [];
    const closed: Marketplace[] = [];
    const marketplaces = createPartnerMarketplaces<Marketplace>({
      register,
      box,
      hosts: { privateHosts: false },
      memory: noFeedMemory,
      create(marketplace) {
        const told = { ...marketplace, close: () => Promise.resolve(void closed.push(marketplace)) };
        made.push(told);
        return told;
      },
    });
    return { marketplaces, made, closed };
  }

  describe('their marketplaces', () => {
    it('are made when they are first asked for, and kept', () => {
      const { marketplaces, made } = open();
      expect(made).toEqual([]);
      expect(marketplaces.opened()).toEqual([]);
      const first = marketplaces.get(REST);
      expect(first).toMatchObject({ id: REST, name: 'Toko Contoh', protocol: 'rest' });
      expect(marketplaces.get(REST)).toBe(first);
      expect(marketplaces.get(DARING)).toMatchObject({ protocol: 'toko-daring' });
      expect(made).toHaveLength(2);
      expect(marketplaces.opened()).toEqual(made);
      return marketplaces.close();
    });

    it.each(['mbiz', 'nobody', ''])('are none of "%s"', (id) => {
      const { marketplaces } = open();
      expect(marketplaces.get(id as typeof REST)).toBeUndefined();
      return marketplaces.close();
    });

    it('are made anew for another version, and for no other change', async () => {
      const { marketplaces } = open();
      const first = marketplaces.get(REST);
      await changePartner(database().db, REST, { name: 'Toko Baru' });
      await register.refresh();
      expect(marketplaces.get(REST)).toBe(first);
      await publishedPartner(database().db, REST, {
        version: 2,
        document: easyDefinition('https://toko.example', REST, (text) =>
          text.replace('name: Toko Contoh', 'name: Toko Dua'),
        ),
        credentials: seal(REST, { key: 'k2' }, 2),
      });
      await register.refresh();
      expect(marketplaces.get(REST)).not.toBe(first);
      expect(marketplaces.get(REST)).toMatchObject({ name: 'Toko Dua' });
      expect(marketplaces.opened()).toEqual([marketplaces.get(REST)]);
      await marketplaces.close();
    });

    it('are none while they are suspended, and new ones afterwards', async () => {
      const { marketplaces } = open();
      const first = marketplaces.get(REST);
      await changePartner(database().db, REST, { suspended_by: 'ADMIN' });
      await register.refresh();
      expect(marketplaces.get(REST)).toBeUndefined();
      expect(marketplaces.opened()).toEqual([]);
      await changePartner(database().db, REST, { suspended_by: null });
      await register.refresh();
      expect(marketplaces.get(REST)).toMatchObject({ id: REST });
      expect(marketplaces.get(REST)).not.toBe(first);
      await marketplaces.close();
    });

    it('whose secrets do not open are none; that is told once per version, and costs no one else', async () => {
      const { marketplaces } = open();
      const told = () => log.lines().filter((line) => line.includes('can not be served')).length;
      const before = told();
      for (let i = 0; i < 5; i += 1) expect(marketplaces.get(BROKEN)).toBeUndefined();
      expect(told()).toBe(before + 1);
      expect(marketplaces.get(REST)).toBeDefined();
      await publishedPartner(database().db, BROKEN, {
        version: 2,
        credentials: seal(BROKEN, { key: 'k' }, 2),
      });
      await register.refresh();
      expect(marketplaces.get(BROKEN)).toBeDefined();
      await marketplaces.close();
    });

    it('do not open with the secrets of another partner or version', async () => {
      const { credentials } = await database()
        .db.selectFrom('partner_version')
        .select('credentials')
        .where('marketplace', '=', REST)
        .executeTakeFirstOrThrow();
      await publishedPartner(database().db, BROKEN, { version: 2, credentials });
      await publishedPartner(database().db, REST, { version: 2, credentials });
      await register.refresh();
      const { marketplaces } = open();
      expect(marketplaces.get(BROKEN)).toBeUndefined();
      expect(marketplaces.get(REST)).toBeUndefined();
      await marketplaces.close();
    });
  });

  it('their names are known, suspended or not, and those that are configured come first', async () => {
    await changePartner(database().db, REST, { suspended_by: 'PARTNER' });
    await register.refresh();
    const names = createMarketplaceNames([{ id: DARING, name: 'Ours' }], register);
    expect([REST, DARING, 'nobody'].map((id) => names.get(id))).toEqual(['Toko', 'Ours', undefined]);
  });

  describe('the types of their offers', () => {
    it.each<[string, string, readonly string[], string | null]>([
      ["Pasar's own marketplace", 'mbiz', [], 'MbizOffer'],
      ['a partner with a manifest', REST, [], 'PartnerOffer'],
      ['a partner with a protocol', CXML, [], 'PartnerOffer'],
      ['nobody', 'nobody', [], null],
      ['a subgraph whose type the schema has', 'toko-graf', ['TokoGrafOffer'], 'TokoGrafOffer'],
      ['a subgraph whose type the schema does not have yet', 'toko-graf', [], null],
      ['a subgraph that is suspended', 'toko-tutup', ['TokoTutupOffer'], null],
    ])('of %s', async (_, id, ownTypes, type) => {
      for (const [graph, offerType] of [
        ['toko-graf', 'TokoGrafOffer'],
        ['toko-tutup', 'TokoTutupOffer'],
      ] as const) {
        await publishedPartner(database().db, marketplaceId(graph), {
          document: pasar(graph, 'protocol: federation', 'url: https://graf.example/graphql'),
          offerType,
        });
      }
      await changePartner(database().db, marketplaceId('toko-tutup'), { suspended_by: 'ADMIN' });
      await register.refresh();
      expect(createOfferTypes(register, ownTypes)(id as typeof REST)).toBe(type);
    });
  });

  describe('who may report orders', () => {
    it('signs in with the secrets that Pasar signs in with there, by protocol', () => {
      const { reportCredentials, suppliers } = createReportingPartners(register, box);
      expect(reportCredentials()).toEqual([{ marketplace: DARING, clientId: 'i', clientSecret: 's' }]);
      expect(suppliers()).toMatchObject([
        { marketplace: CXML, access: { identity: 'pasar', supplierIdentity: 'toko', sharedSecret: 's' } },
      ]);
    });

    it('may still while it is suspended: what was ordered before is told', async () => {
      await changePartner(database().db, DARING, { suspended_by: 'ADMIN' });
      await register.refresh();
      expect(createReportingPartners(register, box).reportCredentials()).toHaveLength(1);
    });

    it('signs in anew with another version, and not with what was before', async () => {
      const reporting = createReportingPartners(register, box);
      expect(reporting.reportCredentials()).toHaveLength(1);
      await publishedPartner(database().db, DARING, {
        version: 2,
        document: pasar(DARING, 'protocol: toko-daring', 'url: https://daring.example'),
        credentials: seal(DARING, { clientId: 'i2', clientSecret: 's2' }, 2),
      });
      await register.refresh();
      expect(reporting.reportCredentials()).toEqual([
        { marketplace: DARING, clientId: 'i2', clientSecret: 's2' },
      ]);
    });

    it.each([
      ['do not open', () => 'v1.0000000000000000.AAAA'],
      ['are empty', () => seal(DARING, { clientId: '', clientSecret: '' })],
      ['are missing', () => seal(DARING, {})],
    ])('is nobody whose secrets %s', async (_, credentials) => {
      await database()
        .db.updateTable('partner_version')
        .set({ credentials: credentials() })
        .where('marketplace', 'in', [DARING])
        .execute();
      await changePartner(database().db, DARING, { name: 'Changed' });
      await register.refresh();
      const { reportCredentials, suppliers } = createReportingPartners(register, box);
      expect(reportCredentials()).toEqual([]);
      expect(suppliers()).toHaveLength(1);
    });
  });
});
