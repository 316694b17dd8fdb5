import { sql } from 'kysely';
import { feedName, type FeedCursor } from '../../../adapters/core/contract';
import { marketplaceId } from '../../../adapters/core/ids';
import { writePage } from '../../../subgraphs/catalogue/indexing/write-page';
import { registerFeedsOf } from '../../../subgraphs/catalogue/indexing/register-feeds';
import { mendSpelling } from '../../../subgraphs/catalogue/search/spelling';
import { describeOnDatabases } from '../../support/databases';
import { offer, scriptedMarketplace } from '../../support/offers';

/** What mistyped words are mended by is shared: what of a partner's titles comes into it, and what it does there. */
describeOnDatabases('the dictionary of titles', (database) => {
  const OWN = 'jatim-bejo';
  const [SHOP, OTHER] = ['toko-satu', 'toko-dua'];
  beforeAll(async () => {
    await database()
      .db.transaction()
      .execute(async (transaction) => {
        for (const id of [OWN, SHOP, OTHER])
          await registerFeedsOf(transaction, scriptedMarketplace(id, []), {
            isPartner: id !== OWN,
            offerType: null,
          });
      });
  });
  beforeEach(async () => {
    for (const table of ['offer', 'title_word'] as const) await database().db.deleteFrom(table).execute();
  });

  const write = (marketplace: string, titles: readonly string[], from = 0): Promise<unknown> =>
    database()
      .db.transaction()
      .execute((transaction) =>
        writePage(transaction, {
          marketplace: marketplaceId(marketplace),
          feed: feedName('products'),
          run: 1,
          page: {
            offers: titles.map((title, i) => offer({ marketplace, sku: `S-${from + i}`, title })),
            rejected: [],
            records: titles.length,
            next: null,
            total: null,
            position: '1' as FeedCursor,
            lacking: null,
          },
          now: new Date(),
        }),
      );
  const words = async (): Promise<readonly (readonly [string, string | null])[]> => {
    const rows = await database().db.selectFrom('title_word').selectAll().orderBy('word').execute();
    return rows.map(({ word, partner }) => [word, partner]);
  };

  it('knows which partner alone has a word, and that others have it too', async () => {
    await write(SHOP, ['Keripik tempe']);
    await write(OTHER, ['Tempe mendoan']);
    await write(OWN, ['Keripik singkong']);
    expect(await words()).toEqual([
      ['keripik', null],
      ['mendoan', OTHER],
      ['singkong', null],
      ['tempe', null],
    ]);
    await write(SHOP, ['Singkong keju'], 10);
    expect(await words()).toContainEqual(['singkong', null]);
  });

  it('takes no more of a partner who makes words up than of a large shop', async () => {
    const letters = (n: number): string =>
      String(n).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
    const made = (from: number, count: number): readonly string[] =>
      Array.from({ length: count }, (_, i) =>
        Array.from({ length: 20 }, (_word, j) => `xy${letters(from + i * 20 + j)}`).join(' '),
      );
    for (let page = 0; page < 7; page += 1) await write(SHOP, made(100_000 + page * 2_000, 100), page * 100);
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from title_word where partner = ${SHOP}`.execute(database().db);
    expect(rows[0]?.count).toBeGreaterThanOrEqual(5_000);
    expect(rows[0]?.count).toBeLessThanOrEqual(7_000);
    // It alone is at its end.
    await write(OTHER, ['Tahu bulat']);
    expect(await words()).toContainEqual(['bulat', OTHER]);
  });

  it.each<[string, readonly string[], readonly string[], string]>([
    [
      'a word that others use too, before one that looks more like it',
      ['Beras premium'],
      ['Berass'],
      'beras',
    ],
    ["a partner's own word, where nothing else is like it", ['Gula pasir'], ['Keripik'], 'keripik'],
  ])('mends by %s', async (_, own, partners, expected) => {
    await write(OWN, own);
    await write(SHOP, partners);
    const slip = expected === 'beras' ? 'berasss' : 'keripek';
    expect(await mendSpelling(database().db, [slip])).toEqual([[expected]]);
  });
});
