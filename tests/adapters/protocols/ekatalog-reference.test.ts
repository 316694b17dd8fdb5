import { createEkatalogLokal } from '../../../adapters/ekatalog-lokal/marketplace';
import { startSandbox, type Sandbox } from '../../../adapters/sandbox/start';
import { firstFeed } from '../../conformance/rule';
import { callWithin } from '../../support/call';

/** What e-Katalog's feeds only refer to: names of showcases, units and sellers, from other services. */
describe('offers of e-Katalog Lokal', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ scale: 0.002 });
  });
  afterEach(() => sandbox.close());

  async function firstOffer(access: Partial<Sandbox['access']['ekatalogLokal']> = {}) {
    const marketplace = createEkatalogLokal({ ...sandbox.access.ekatalogLokal, ...access });
    const { offers } = await marketplace.feed({ feed: firstFeed(marketplace), cursor: null }, callWithin());
    await marketplace.close();
    return offers[0];
  }

  it('carry the names of their seller, showcase and unit', async () => {
    const offer = await firstOffer();
    expect(offer?.seller).toMatchObject({ region: '35.01', smallBusiness: expect.any(Boolean) as boolean });
    expect(offer?.seller.name).not.toBe('600001');
    expect([offer?.unit, offer?.showcase]).toEqual([expect.any(String), expect.any(String)]);
    expect(offer?.category).not.toBe('other');
  });

  it('ask for each of them once, not with every page', async () => {
    const marketplace = createEkatalogLokal(sandbox.access.ekatalogLokal);
    const feed = firstFeed(marketplace);
    await marketplace.feed({ feed, cursor: null }, callWithin());
    await marketplace.feed({ feed, cursor: null }, callWithin());
    await marketplace.close();
    expect(sandbox.servers.inaproc.requests).toHaveLength(1);
    expect(sandbox.servers.ekatalog.requests.filter(({ path }) => path.startsWith('/master'))).toHaveLength(
      2,
    );
  });

  it.each([
    ['is not configured', null],
    ['rejects the token', { url: '', token: 'wrong' }],
    ['is down', { url: 'http://127.0.0.1:9/api/v1', token: 'x' }],
  ])('still come, under the code of their seller, when the register of sellers %s', async (_, access) => {
    const inaproc = access && {
      ...access,
      institutions: [],
      years: [],
      url: access.url || (sandbox.access.ekatalogLokal.inaproc?.url ?? ''),
    };
    expect((await firstOffer({ inaproc }))?.seller).toMatchObject({
      name: '600001',
      region: null,
      smallBusiness: null,
    });
  });

  it.each([null, 'http://127.0.0.1:9/master'])(
    'still come, without names for their numbers, with the master lists at %s',
    async (masterListsUrl) => {
      expect(await firstOffer({ masterListsUrl })).toMatchObject({
        unit: null,
        showcase: null,
        category: 'other',
      });
    },
  );
});
