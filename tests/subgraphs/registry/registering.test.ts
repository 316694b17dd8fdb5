import { EASY_SHOP_KEY } from '../../../adapters/sandbox/partners/easy-shop';
import { marketplaceId } from '../../../adapters/core/ids';
import { sealedFor } from '../../../subgraphs/partners/credentials/sealed-for';
import { describeOnDatabases } from '../../support/databases';
import { startGraph, type Graph } from '../../support/graph';
import {
  easyDefinition,
  federatedDefinition,
  startEasyShop,
  type JoiningEasyShop,
} from '../../support/joining-shops';
import { ADMIN, partnerActor, partnerDesk, type PartnerDesk, type Secret } from '../../support/partner-graph';

/** What is taken as a definition and its secrets, and what is told of one that isn't. */
describeOnDatabases('registering a marketplace', (database) => {
  let graph: Graph;
  let shop: JoiningEasyShop;
  const ID = marketplaceId('toko-contoh');
  let desk: PartnerDesk;

  beforeAll(async () => {
    graph = await startGraph(database().db);
    shop = await startEasyShop(ID);
    desk = partnerDesk(graph, partnerActor(ID));
  });
  afterAll(async () => {
    await graph.close();
    await shop.server.close();
  });

  const key = (value = EASY_SHOP_KEY): Secret => ({ name: 'key', value });
  async function count(): Promise<string> {
    const { db } = database();
    const rows = await Promise.all(
      (['partner', 'partner_version', 'partner_action'] as const).map((table) =>
        db.selectFrom(table).selectAll().execute(),
      ),
    );
    return JSON.stringify(rows);
  }
  const replaced = (from: string, to: string) => (text: string) => {
    if (!text.includes(from)) throw new Error(`${from} is not in the definition`);
    return text.replace(from, to);
  };

  // The text that the place shown begins with.
  const WRONG: readonly [string, (text: string) => string, { path: string; at: string }][] = [
    ['is no YAML', replaced('name: Toko Contoh', 'name: ["'), { path: '', at: '' }],
    ['names a field twice', replaced('pasar: 1', 'pasar: 1\nname: X'), { path: 'name', at: 'name: Toko' }],
    [
      'has a field that is not known',
      replaced('pasar: 1', 'pasar: 1\ncolour: red'),
      { path: 'colour', at: 'colour' },
    ],
    ['is of another version of the format', replaced('pasar: 1', 'pasar: 2'), { path: 'pasar', at: '2' }],
    ['has an empty name', replaced('name: Toko Contoh', "name: ' '"), { path: 'name', at: "' '" }],
    ['has an id in capitals', replaced(`id: ${ID}`, 'id: Toko_Contoh'), { path: 'id', at: 'Toko_Contoh' }],
    [
      'speaks what nobody knows',
      replaced('protocol: rest', 'protocol: soap'),
      { path: 'protocol', at: 'soap' },
    ],
    ['has no address', replaced('url: http', 'url: gopher'), { path: 'url', at: 'gopher' }],
    [
      'has the name of a marketplace that is there',
      replaced('name: Toko Contoh', 'name: "M-Biz Resmi"'),
      { path: 'name', at: '' },
    ],
    [
      'has a name with letters that only look like it',
      replaced('name: Toko Contoh', 'name: "\u041cbiz"'),
      { path: 'name', at: '"\u041cbiz"' },
    ],
    [
      'has a name that is turned around when it is shown',
      replaced('name: Toko Contoh', 'name: "Toko\u202e ziBM"'),
      { path: 'name', at: '"Toko' },
    ],
    [
      'asks for too much',
      replaced('requestsPerMinute: 3000', 'requestsPerMinute: 1000000000'),
      { path: 'requestsPerMinute', at: '1000000000' },
    ],
    [
      'has an expression that does not parse',
      replaced('from: data[0].status', "from: 'data[0'"),
      { path: 'orders.status.state.from', at: "'data[0'" },
    ],
    [
      'names a category that is none',
      replaced('Alat Tulis: stationery', 'Alat Tulis: pencils'),
      { path: 'mapping.category.values.Alat Tulis', at: 'pencils' },
    ],
  ];
  it.each(WRONG)('a definition that %s is refused, with the place', async (_, change, { path, at }) => {
    const before = await count();
    const document = change(shop.document);
    const { marketplace, problems } = await desk.register(document, [key()]);
    expect(marketplace).toBeNull();
    expect(new Set(problems.map(({ kind }) => kind))).toEqual(new Set(['DEFINITION']));
    const told = problems.find((problem) => problem.path === path);
    const line = document.split('\n')[(told?.line ?? 0) - 1] ?? '';
    expect(line.slice((told?.column ?? 0) - 1)).toMatch(new RegExp(`^${at.replace(/[[\]]/g, '\\$&')}`));
    expect(told?.message).toMatch(/\w/);
    expect(await count()).toBe(before);
  });

  it.each([
    ['nothing', ''],
    ['a list', '- a\n- b'],
    ['another thing', 'hello'],
    ['a text that is far too long', `pasar: 1\nname: ${'x'.repeat(300_000)}`],
    ['aliases, which make small texts large', `pasar: &a 1\nid: *a`],
    ['JSON that ends early', '{"pasar": 1, "id": "toko-contoh"'],
    ['everything wrong', '{"protocol": "rest"}'],
  ])('%s is no definition, and how many things are told is bounded', async (_, document) => {
    const before = await count();
    const { marketplace, problems } = await desk.register(document, [key()]);
    expect(marketplace).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(50);
    for (const { kind, line, column } of problems) {
      expect(kind).toBe('DEFINITION');
      expect(line).toBeGreaterThanOrEqual(1);
      expect(column).toBeGreaterThanOrEqual(1);
    }
    expect(await count()).toBe(before);
  });

  const SECRETS: readonly [string, readonly Secret[] | undefined, readonly string[]][] = [
    ['none are sent', undefined, ['"key" is missing']],
    ['an empty list is sent', [], ['"key" is missing']],
    ['it is empty', [key('')], ['"key" is missing']],
    ['one more is sent', [key(), { name: 'token', value: 'x' }], ['no secret "token" is needed']],
    ['it has another name', [{ name: 'Key', value: 'x' }], ['"key" is missing', 'no secret "Key"']],
    ['it is too long', [key('x'.repeat(8_001))], ['"key" is longer than 8000']],
    ['it is sent twice', [key('one'), key('two')], ['"key" is given twice']],
    [
      'a name is of the prototype',
      [key(), { name: '__proto__', value: 'x' }, { name: 'constructor', value: 'x' }],
      ['no secret "__proto__"', 'no secret "constructor"'],
    ],
  ];
  it.each(SECRETS)('of its secrets it is told when %s', async (_, secrets, told) => {
    const before = await count();
    const { marketplace, problems } = await desk.register(shop.document, secrets);
    expect(marketplace).toBeNull();
    expect(problems.map(({ kind }) => kind)).toEqual(told.map(() => 'CREDENTIALS'));
    told.forEach((text, i) => expect(problems[i]?.message).toContain(text));
    expect(await count()).toBe(before);
  });

  it('ten thousand secrets are refused in few words', async () => {
    const secrets = Array.from({ length: 10_000 }, (_, i) => ({ name: `s${i}`, value: 'x' }));
    const { problems } = await desk.register(shop.document, [key(), ...secrets]);
    expect(problems).toHaveLength(50);
  });

  describe('once it is taken', () => {
    const versions = () =>
      database()
        .db.selectFrom('partner_version')
        .selectAll()
        .where('marketplace', '=', ID)
        .orderBy('version')
        .execute();
    const opened = async (version: number) => {
      const row = (await versions()).find((each) => each.version === version);
      return graph.partners.box.open(row?.credentials ?? '', sealedFor(ID, version));
    };

    it('it is a draft of version 1, kept as it was sent, with who sent it', async () => {
      const { marketplace, problems } = await desk.register(shop.document, [key()]);
      expect(problems).toEqual([]);
      expect(marketplace).toEqual({ id: ID, name: 'Toko Contoh', state: 'DRAFT' });
      expect(await versions()).toMatchObject([
        {
          version: 1,
          document: shop.document,
          protocol: 'rest',
          check_state: 'NONE',
          created_by: `${ID}-staff`,
          created_role: 'PARTNER',
        },
      ]);
    });

    it('JSON is a definition as well', async () => {
      const [first] = await versions();
      const { problems } = await desk.register(JSON.stringify(first?.definition), [key()]);
      expect(problems).toEqual([]);
      expect((await versions()).map(({ definition }) => definition)).toEqual([
        first?.definition,
        first?.definition,
      ]);
    });

    it('a version without secrets has those before it, sealed for itself', async () => {
      const { problems } = await desk.register(shop.document);
      expect(problems).toEqual([]);
      expect(await opened(3)).toEqual({ key: EASY_SHOP_KEY });
      const sealed = (await versions()).map(({ credentials }) => credentials);
      expect(new Set(sealed).size).toBe(3);
      expect(() => graph.partners.box.open(sealed[2] ?? '', sealedFor(ID, 2))).toThrow('damaged');
    });

    it('a version that signs in in another way needs the secrets of that, and is told so only', async () => {
      const before = await count();
      const bearer = easyDefinition(
        shop.server.url,
        ID,
        replaced('type: apiKey\n  name: X-Api-Key', 'type: bearer'),
      );
      const { marketplace, problems } = await desk.register(bearer);
      expect(problems).toMatchObject([{ kind: 'CREDENTIALS', path: 'token' }]);
      expect(marketplace).toMatchObject({ id: ID, state: 'DRAFT' });
      expect(await count()).toBe(before);
    });

    it.each([
      ['another host', 'https://toko-lain.example'],
      ['another port', 'http://127.0.0.1:1'],
    ])('a version at %s needs them anew: nobody learns them by moving', async (_, url) => {
      const before = await count();
      const { problems } = await desk.register(easyDefinition(url, ID));
      expect(problems).toMatchObject([{ kind: 'CREDENTIALS', path: 'key' }]);
      expect(await count()).toBe(before);
    });

    it('a version that signs in in no way keeps no secret', async () => {
      const open = easyDefinition(
        shop.server.url,
        ID,
        replaced('type: apiKey\n  name: X-Api-Key', 'type: none'),
      );
      expect((await desk.register(open)).problems).toEqual([]);
      expect(await opened(4)).toEqual({});
    });

    it('another protocol is a version like any other; the optional secret of a subgraph may be left out', async () => {
      const document = federatedDefinition(shop.server.url, ID);
      expect((await desk.register(document)).problems).toEqual([]);
      expect((await desk.register(document, [{ name: 'token', value: 't' }])).problems).toEqual([]);
      expect((await desk.register(document, [{ name: 'tokens', value: 't' }])).problems).toHaveLength(1);
      expect(await opened(6)).toEqual({ token: 't' });
    });

    it('versions keep what they were registered with, whatever came after', async () => {
      const kept = await versions();
      await partnerDesk(graph, ADMIN).register(
        easyDefinition(shop.server.url, ID, replaced('name: Toko Contoh', 'name: Other')),
        [key('another')],
      );
      const now = await versions();
      expect(now.slice(0, kept.length)).toEqual(kept);
      expect(now.at(-1)).toMatchObject({
        version: kept.length + 1,
        created_by: 'admin',
        created_role: 'ADMIN',
      });
    });

    it('of secrets that no key opens any more it is told that they have to be sent again', async () => {
      const latest = (await versions()).length;
      await database()
        .db.updateTable('partner_version')
        .set({ credentials: 'v1.0000000000000000.AAAA' })
        .where('marketplace', '=', ID)
        .where('version', '=', latest)
        .execute();
      expect((await desk.register(shop.document)).problems).toMatchObject([
        { kind: 'CREDENTIALS', path: 'key' },
      ]);
      expect((await desk.register(shop.document, [key()])).problems).toEqual([]);
    });

    it('many at once are versions one after the other', async () => {
      const latest = (await versions()).length;
      const done = await Promise.all(Array.from({ length: 8 }, () => desk.register(shop.document, [key()])));
      expect(done.flatMap(({ problems }) => problems)).toEqual([]);
      expect((await versions()).map(({ version }) => version)).toEqual(
        Array.from({ length: latest + 8 }, (_, i) => i + 1),
      );
    });
  });
});
