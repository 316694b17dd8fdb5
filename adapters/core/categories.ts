/**
 * One list of categories over all marketplaces, so that their offers can be compared. The codes are
 * Pasar's own; each protocol maps its categories to them (`protocols/<name>/categories.ts`). The list
 * follows the thirteen of Toko Daring, and divides where e-Katalog Lokal's showcases (etalase) do.
 */
export const CATEGORIES = [
  { code: 'food-drink', name: 'Makanan dan Minuman' },
  { code: 'catering', name: 'Jasa Katering' },
  { code: 'stationery', name: 'Alat Tulis Kantor' },
  { code: 'furniture', name: 'Furnitur' },
  { code: 'electronics', name: 'Elektronik dan Komputer' },
  { code: 'cleaning', name: 'Alat dan Bahan Kebersihan' },
  { code: 'building-materials', name: 'Bahan dan Material Bangunan' },
  { code: 'tools', name: 'Perkakas dan Peralatan' },
  { code: 'souvenirs', name: 'Batik, Kriya, dan Suvenir' },
  { code: 'fashion', name: 'Pakaian Dinas dan Fesyen' },
  { code: 'health', name: 'Alat dan Bahan Kesehatan' },
  { code: 'farming', name: 'Pertanian, Peternakan, dan Perikanan' },
  { code: 'creative-services', name: 'Jasa Kreatif dan Percetakan' },
  { code: 'transport', name: 'Jasa Transportasi dan Kurir' },
  { code: 'accommodation', name: 'Akomodasi' },
  { code: 'rental', name: 'Sewa Peralatan' },
  { code: 'services', name: 'Jasa Lainnya' },
  { code: 'other', name: 'Lainnya' },
] as const;

export type CategoryCode = (typeof CATEGORIES)[number]['code'];

const codes = new Map<string, (typeof CATEGORIES)[number]>(
  CATEGORIES.map((category) => [category.code, category]),
);

export function categoryByCode(code: string): (typeof CATEGORIES)[number] | null {
  return codes.get(code) ?? null;
}
