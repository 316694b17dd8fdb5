/**
 * Regions (kabupaten/kota) of East Java. One canonical code, Kemendagri's (`35.73` = Kota Malang), and
 * the codes of two other systems that are not interchangeable with it or with each other:
 * LKPP/SPSE's `kd_kabupaten`, and the numeric KLPD code of the region's government, from which
 * e-Katalog's own price-region id follows (KLPD number + 98; checked against addresses for 257, 258
 * and 279, inferred for the rest).
 */
declare const brand: unique symbol;
export type RegionCode = string & { readonly [brand]: 'RegionCode' };

export interface Region {
  readonly code: RegionCode;
  /** With its kind: `Kota Malang`, `Kabupaten Malang`. */
  readonly name: string;
  readonly kind: 'KOTA' | 'KABUPATEN';
  /** Without its kind: `Malang`. */
  readonly shortName: string;
  /** `kd_kabupaten` of LKPP/SPSE. */
  readonly lkppCode: number;
  /** LKPP's institution code of the regional government, e.g. `D180`. */
  readonly klpd: string;
  /** `kd_kabupaten_wilayah_harga` of e-Katalog v5. */
  readonly ekatalogCode: number;
}

/** Kemendagri code, name without kind, LKPP kabupaten code, number of the KLPD code. */
const ROWS: readonly (readonly [string, string, number, number])[] = [
  ['35.01', 'Pacitan', 14833, 163],
  ['35.02', 'Ponorogo', 14834, 196],
  ['35.03', 'Trenggalek', 14832, 192],
  ['35.04', 'Tulungagung', 14830, 194],
  ['35.05', 'Blitar', 14831, 169],
  ['35.06', 'Kediri', 14835, 173],
  ['35.07', 'Malang', 14839, 166],
  ['35.08', 'Lumajang', 14840, 183],
  ['35.09', 'Jember', 14838, 172],
  ['35.10', 'Banyuwangi', 14836, 159],
  ['35.11', 'Bondowoso', 14837, 190],
  ['35.12', 'Situbondo', 14822, 176],
  ['35.13', 'Probolinggo', 14823, 182],
  ['35.14', 'Pasuruan', 14821, 185],
  ['35.15', 'Sidoarjo', 14819, 160],
  ['35.16', 'Mojokerto', 14820, 170],
  ['35.17', 'Jombang', 14824, 164],
  ['35.18', 'Nganjuk', 14828, 167],
  ['35.19', 'Madiun', 14850, 161],
  ['35.20', 'Magetan', 14853, 165],
  ['35.21', 'Ngawi', 14856, 175],
  ['35.22', 'Bojonegoro', 14855, 171],
  ['35.23', 'Tuban', 14854, 189],
  ['35.24', 'Lamongan', 14849, 174],
  ['35.25', 'Gresik', 14844, 168],
  ['35.26', 'Bangkalan', 14843, 195],
  ['35.27', 'Sampang', 14842, 186],
  ['35.28', 'Pamekasan', 14845, 193],
  ['35.29', 'Sumenep', 14848, 162],
  ['35.71', 'Kediri', 14829, 187],
  ['35.72', 'Blitar', 14827, 178],
  ['35.73', 'Malang', 14825, 180],
  ['35.74', 'Probolinggo', 14826, 188],
  ['35.75', 'Pasuruan', 14841, 191],
  ['35.76', 'Mojokerto', 14852, 184],
  ['35.77', 'Madiun', 14851, 179],
  ['35.78', 'Surabaya', 14847, 181],
  ['35.79', 'Batu', 14846, 177],
];

const EKATALOG_OFFSET = 98;
/** Kemendagri numbers cities from 71 up, regencies from 01. */
const FIRST_CITY = 71;

export const REGIONS: readonly Region[] = ROWS.map(([code, shortName, lkppCode, klpd]) => {
  const isCity = Number(code.slice(3)) >= FIRST_CITY;
  return {
    code: code as RegionCode,
    name: `${isCity ? 'Kota' : 'Kabupaten'} ${shortName}`,
    kind: isCity ? 'KOTA' : 'KABUPATEN',
    shortName,
    lkppCode,
    klpd: `D${klpd}`,
    ekatalogCode: klpd + EKATALOG_OFFSET,
  };
});

const byCode = new Map<string, Region>(REGIONS.map((region) => [region.code, region]));

export function regionByCode(code: string): Region | null {
  return byCode.get(code) ?? null;
}
