import type { CategoryCode } from '../../core/categories';

/**
 * e-Katalog Lokal's showcases (etalase) have names, and each region opens its own: a mapping by id
 * would never be complete. The first word that a showcase's name holds decides; the order matters
 * ("jasa katering" is catering, not food; "sewa" comes before the thing rented).
 */
const WORDS: readonly (readonly [RegExp, CategoryCode])[] = [
  [/\b(?:sewa)\b/, 'rental'],
  [/\b(?:katering|jasa boga|makan(?:an)? siap)\b/, 'catering'],
  [/\b(?:hotel|penginapan|akomodasi|paket meeting)\b/, 'accommodation'],
  [/\b(?:transportasi|angkutan|kurir|ekspedisi|travel)\b/, 'transport'],
  [/\b(?:cetak|percetakan|desain|publikasi|dokumentasi|media)\b/, 'creative-services'],
  [/\b(?:jasa|pemeliharaan|servis)\b/, 'services'],
  [/\b(?:kebersihan|pembersih)\b/, 'cleaning'],
  [/\b(?:kesehatan|alkes|obat|medis)\b/, 'health'],
  [/\b(?:makanan|minuman|pangan|bahan pokok|beras|kue)\b/, 'food-drink'],
  [/\b(?:alat tulis|atk|kertas)\b/, 'stationery'],
  [/\b(?:mebel|furnitur|meubelair)\b/, 'furniture'],
  [/\b(?:elektronik|komputer|laptop|printer)\b/, 'electronics'],
  [/\b(?:pakaian|seragam|fesyen|fashion|sepatu)\b/, 'fashion'],
  [/\b(?:batik|suvenir|souvenir|kerajinan|kriya)\b/, 'souvenirs'],
  [/\b(?:bangunan|material|beton|aspal|cat)\b/, 'building-materials'],
  [/\b(?:pertanian|peternakan|perikanan|bibit|benih|pupuk|ternak)\b/, 'farming'],
  [/\b(?:perkakas|peralatan|suku cadang)\b/, 'tools'],
];

export function categoryOf(showcaseName: string | null): CategoryCode {
  const name = showcaseName?.toLowerCase() ?? '';
  return WORDS.find(([word]) => word.test(name))?.[1] ?? 'other';
}
