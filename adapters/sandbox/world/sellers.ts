import type { CategoryCode } from '../../core/categories';
import type { BusinessScale } from '../../core/offer';
import { REGIONS, type Region } from '../../core/regions';
import { fraction, hash, pick, pickWeighted } from './random';

export interface WorldSeller {
  readonly code: string;
  readonly name: string;
  readonly region: Region;
  readonly address: string;
  readonly scale: BusinessScale;
  readonly pkp: boolean;
  /** What the seller deals in; the first is its main trade. */
  readonly trades: readonly CategoryCode[];
  /** Of 5. */
  readonly score: number;
}

/** Food and drink is the largest category of the real Jatim Bejo. */
const TRADE_WEIGHTS: readonly (readonly [CategoryCode, number])[] = [
  ['food-drink', 34],
  ['stationery', 14],
  ['catering', 9],
  ['electronics', 8],
  ['cleaning', 6],
  ['souvenirs', 6],
  ['building-materials', 6],
  ['furniture', 4],
  ['fashion', 3],
  ['tools', 3],
  ['creative-services', 2],
  ['services', 2],
  ['rental', 1],
  ['transport', 1],
  ['health', 1],
  ['farming', 1],
  ['accommodation', 1],
];

const SCALES: readonly (readonly [BusinessScale, number])[] = [
  ['MICRO', 58],
  ['SMALL', 31],
  ['MEDIUM', 8],
  ['LARGE', 3],
];

const FORMS: Readonly<Record<BusinessScale, readonly string[]>> = {
  MICRO: ['Toko', 'UD', 'Warung', 'Rumah Produksi'],
  SMALL: ['CV', 'UD', 'Koperasi'],
  MEDIUM: ['CV', 'PT'],
  LARGE: ['PT'],
};

const FIRST_WORDS =
  'Sumber,Mitra,Karya,Berkah,Cahaya,Putra,Surya,Bumi,Tunas,Sinar,Griya,Mutiara,Anugerah,Harapan,Citra,Rejeki';
const SECOND_WORDS =
  'Rejeki,Jaya,Makmur,Abadi,Sejahtera,Mandiri,Utama,Lestari,Sentosa,Barokah,Nusantara,Majapahit,Brantas,Semeru,Arjuno,Kelud';
const STREETS =
  'Ahmad Yani,Diponegoro,Sudirman,Pahlawan,Veteran,Panglima Sudirman,Gajah Mada,Hayam Wuruk,Basuki Rahmat,Merdeka';

/** Every region gets sellers before any gets a second one; the rest fall where trade is densest. */
export function worldSeller(seed: number, prefix: string, index: number): WorldSeller {
  const own = (aspect: number): [number, number, number] => [seed, index, aspect];
  const region = index < REGIONS.length ? REGIONS[index] : pickWeighted(REGION_WEIGHTS, ...own(1));
  if (!region) throw new Error('a seller without a region');
  const scale = pickWeighted(SCALES, ...own(2));
  const main = pickWeighted(TRADE_WEIGHTS, ...own(3));
  const side = pickWeighted(TRADE_WEIGHTS, ...own(4));
  const name = `${pick(FORMS[scale], ...own(5))} ${pick(FIRST_WORDS.split(','), ...own(6))} ${pick(SECOND_WORDS.split(','), ...own(7))}`;
  return {
    code: `${prefix}${String(index + 1).padStart(5, '0')}`,
    name,
    region,
    address: `Jl. ${pick(STREETS.split(','), ...own(8))} No. ${1 + (hash(...own(9)) % 240)}, ${region.name}, Jawa Timur`,
    scale,
    pkp: scale === 'LARGE' || scale === 'MEDIUM' || fraction(...own(10)) < 0.2,
    trades: main === side ? [main] : [main, side],
    score: Math.round((3.6 + 1.4 * fraction(...own(11))) * 10) / 10,
  };
}

const REGION_WEIGHTS = REGIONS.map((region): [Region, number] => {
  const big = ['35.78', '35.73', '35.15', '35.71', '35.07'].includes(region.code);
  return [region, big ? 4 : region.kind === 'KOTA' ? 2 : 1];
});
