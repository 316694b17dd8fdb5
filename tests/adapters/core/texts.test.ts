import { cleanText, textOrNull } from '../../../adapters/core/clean-text';
import { textFromHtml } from '../../../adapters/core/foreign-text';
import { formatDay, formatLocalTime, parseInstant } from '../../../adapters/core/jakarta-time';
import { regionFromText } from '../../../adapters/core/region-text';
import { REGIONS } from '../../../adapters/core/regions';
import { parseRetryAfter } from '../../../adapters/core/http/retry-after';
import { searchWords } from '../../../subgraphs/catalogue/search-words';

describe('text is cleaned', () => {
  it.each([
    ['a line break', 'Beras\r\nPremium', 'Beras Premium'],
    ['a control character', 'Beras\u0002 Premium', 'Beras Premium'],
    ['blanks at the ends', '  Beras  ', 'Beras'],
    ['a no-break space', 'Kab.\u00a0Bekasi', 'Kab. Bekasi'],
    ['a lost character', 'Kab.\ufffdBekasi', 'Kab. Bekasi'],
    ['a dangling comma', 'Dukungan Manajemen, ', 'Dukungan Manajemen'],
    ['direction marks', 'Be\u202eras', 'Be ras'],
  ])('of %s', (_, dirty, clean) => {
    expect(cleanText(dirty)).toBe(clean);
  });

  it.each([null, undefined, '', '   ', '-', '****@gmail.com', '***************019'])(
    '%j says nothing',
    (text) => {
      expect(textOrNull(text)).toBeNull();
    },
  );

  it('of markup', () => {
    expect(textFromHtml('<p>Beras <b>Premium</b><script>x</script></p>')).toBe('Beras Premium x');
  });
});

describe('an instant', () => {
  it.each([
    ['2023-12-11', '2023-12-10T17:00:00.000Z'],
    ['2025-07-01T00:00:00Z', '2025-06-30T17:00:00.000Z'],
    ['2026-03-05T22:38:31.06Z', '2026-03-05T22:38:31.060Z'],
    ['2026-11-22T15:00:00+07:00', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22 15:00:00', '2026-11-22T08:00:00.000Z'],
    [1_700_000_000_000, '2023-11-14T22:13:20.000Z'],
  ])('is read from %j', (written, iso) => {
    expect(parseInstant(written)?.toISOString()).toBe(iso);
  });

  it.each([
    null,
    undefined,
    '',
    'kemarin',
    '2026-13-40',
    '22/11/2026',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00Z',
    8.64e15,
  ])('is not read from %j', (written) => {
    expect(parseInstant(written)).toBeNull();
  });

  it('is written as Jakarta has it', () => {
    const evening = new Date('2026-11-22T18:30:00Z');
    expect([formatDay(evening), formatLocalTime(evening)]).toEqual(['2026-11-23', '2026-11-23 01:30:00']);
  });
});

describe('a region', () => {
  it('has one code of each system, and all 38 of East Java are there', () => {
    expect(REGIONS).toHaveLength(38);
    for (const key of ['code', 'lkppCode', 'klpd', 'ekatalogCode', 'name'] as const) {
      expect(new Set(REGIONS.map((region) => region[key])).size).toBe(38);
    }
    // Checked by address in real rows; the others follow the same rule.
    const ekatalog = Object.fromEntries(REGIONS.map((region) => [region.ekatalogCode, region.name]));
    expect(ekatalog).toMatchObject({
      257: 'Kabupaten Banyuwangi',
      258: 'Kabupaten Sidoarjo',
      279: 'Kota Surabaya',
    });
  });

  it.each([
    ['Kota Malang', '35.73'],
    ['MALANG (KOTA)', '35.73'],
    ['Kab. Malang', '35.07'],
    ['Kabupaten Malang ', '35.07'],
    ['KAB.\u00a0MALANG', '35.07'],
    ['Surabaya', '35.78'],
    ['Sidoarjo', '35.15'],
    ['Terenggalek (Kab.)', '35.03'],
    ['Jl. Veteran No. 3, Kota Kediri, Jawa Timur 64126', '35.71'],
    ['Jl, Raya No. 1 Kec. Batu, Kab. Tuban', '35.23'],
  ])('is read from %j', (text, code) => {
    expect(regionFromText(text)?.code).toBe(code);
  });

  it.each([
    ['a name that is both a city and a regency', 'Malang'],
    ['a place outside East Java', 'Kota Bandung'],
    ['a street named after a region', 'Jl. Surabaya No. 4, Jakarta Pusat'],
    ['an address in two regions', 'Kota Malang dan Kota Batu'],
    ['nothing', ''],
  ])('is not guessed from %s', (_, text) => {
    expect(regionFromText(text)).toBeNull();
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-22T08:00:00Z');
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Sun, 22 Nov 2026 08:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2020 08:00:30 GMT', 0],
    ['soon', null],
    [undefined, null],
  ])('%j is %j ms', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });
});

it.each([
  ['Toner HP TN-2380 (12A)', ['toner', 'hp', 'tn', '2380', '12a']],
  ['Café  “Ijen” 7,5 kg', ['cafe', 'ijen', '7', '5', 'kg']],
  ["'; drop table offer; --", ['drop', 'table', 'offer']],
  ['!!!', []],
])('%j is searched as words', (text, words) => {
  expect(searchWords(text)).toEqual(words);
});
