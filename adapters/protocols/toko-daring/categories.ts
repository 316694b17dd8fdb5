import type { CategoryCode } from '../../core/categories';

/**
 * Toko Daring's category ids, as the older flat report numbers them, with the code texts that go with
 * them. The full list of codes is not public; ids above 13 are this project's assumption for goods
 * that the thirteen have no place for. What is not listed here becomes `other`.
 */
const TABLE: readonly (readonly [id: string, code: string, category: CategoryCode])[] = [
  ['1', 'makanan', 'food-drink'],
  ['2', 'transportasi', 'transport'],
  ['3', 'kurir', 'transport'],
  ['4', 'furnitur', 'furniture'],
  ['5', 'atk', 'stationery'],
  ['6', 'suvenir', 'souvenirs'],
  ['7', 'alat-kesehatan', 'health'],
  ['8', 'fashion', 'fashion'],
  ['9', 'perkakas', 'tools'],
  ['10', 'jasa-kreatif', 'creative-services'],
  ['11', 'akomodasi', 'accommodation'],
  ['12', 'elektronik', 'electronics'],
  ['13', 'sewa-peralatan', 'rental'],
  ['14', 'katering', 'catering'],
  ['15', 'kebersihan', 'cleaning'],
  ['16', 'bahan-bangunan', 'building-materials'],
  ['17', 'pertanian', 'farming'],
  ['18', 'jasa-lainnya', 'services'],
];

const byId = new Map(TABLE.map(([id, , category]) => [id, category]));
const byCode = new Map(TABLE.map(([, code, category]) => [code, category]));

/** Longer than any code or id. */
const LONGEST_WORD = 60;

/** The category of `{"5":"atk"}`: by its code where that is known, by its id otherwise. */
export function categoryOf(
  productCategory: Readonly<Record<string, unknown>> | null | undefined,
): CategoryCode {
  for (const [id, code] of Object.entries(productCategory ?? {})) {
    const word = typeof code === 'string' ? code.slice(0, LONGEST_WORD).trim().toLowerCase() : '';
    const known = byCode.get(word) ?? byId.get(id.slice(0, LONGEST_WORD).trim());
    if (known) return known;
  }
  return 'other';
}

/** The other way round, for whoever writes the protocol (the sandbox does). */
export function wireCategory(category: CategoryCode): Record<string, string> {
  const row = TABLE.find(([, , mapped]) => mapped === category);
  return row ? { [row[0]]: row[1] } : {};
}
