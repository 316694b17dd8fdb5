import { CATEGORIES, type CategoryCode } from '../../core/categories';
import type { Good } from '../world/goods';
import { worldListing } from '../world/listings';
import { fraction, hash } from '../world/random';
import { worldSeller, type WorldSeller } from '../world/sellers';

/** A product of the awkward shop, as it keeps it. What it sells are its items. */
export interface AwkwardProduct {
  readonly id: number;
  readonly title: string;
  readonly good: Good;
  readonly unit: string;
  /** Null: the shop sells it itself. */
  readonly vendor: WorldSeller | null;
  /** From value added tax (PPN): basic foods. */
  readonly exempt: boolean;
  /** How its variants are written: listed, as an empty list, or not at all. */
  readonly listing: 'VARIANTS' | 'EMPTY_LIST' | 'NO_LIST';
  /** What is sold: each variant, or the product itself under its own id. Never empty. */
  readonly items: readonly AwkwardItem[];
  readonly changedAt: Date;
  /** The stream of chance that its spellings follow. */
  readonly chance: number;
}

export interface AwkwardItem {
  readonly id: number;
  readonly label: string | null;
  /** In hundredths of a rupiah, without tax. */
  readonly priceMinor: number;
  /** How many the shop has; null: it is made to order. */
  readonly held: number | null;
}

export interface AwkwardGoods {
  /** Those that are sold now. */
  products(): readonly AwkwardProduct[];
  item(id: number): AwkwardItem | null;
  /** From now on only the first so many products are sold. */
  keep(count: number): void;
}

const VENDORS = 6;
const FIRST_PRODUCT = 1_001;
const FIRST_ITEM = 50_001;
const MOST_ITEMS_EACH = 10;
const BASIC_FOODS: ReadonlySet<string> = new Set(['Beras', 'Telur Ayam', 'Daging Sapi', 'Buah Apel']);
const LISTED_AT = Date.UTC(2026, 0, 5, 1);

export function awkwardGoods(size: number, seed: number): AwkwardGoods {
  const all = Array.from({ length: size }, (_, i) => product(seed, i));
  let kept = size;
  const products = (): readonly AwkwardProduct[] => all.slice(0, kept);
  return {
    products,
    item: (id) => products().flatMap(({ items }) => items.filter((item) => item.id === id))[0] ?? null,
    keep: (count) => {
      kept = Math.min(kept, count);
    },
  };
}

function product(seed: number, index: number): AwkwardProduct {
  const own = (aspect: number): [number, number, number] => [seed, index, aspect];
  const vendor = vendorAt(seed, hash(...own(1)) % VENDORS);
  const { good, unit, usualPrice } = worldListing(seed, index, vendor);
  const id = FIRST_PRODUCT + index;
  const variety = fraction(...own(2));
  const listing = variety < 0.5 ? 'VARIANTS' : variety < 0.75 ? 'EMPTY_LIST' : 'NO_LIST';
  const item = (number: number, label: string | null, factor: number): AwkwardItem => ({
    id: label === null ? id : FIRST_ITEM + index * MOST_ITEMS_EACH + number,
    label,
    priceMinor: Math.round(usualPrice * factor) * 100 + (hash(...own(30 + number)) % 4) * 25,
    held: heldOf(fraction(...own(50 + number))),
  });
  return {
    id,
    title: `${good.name} ${good.brands[index % good.brands.length] ?? ''}`.trim(),
    good,
    unit,
    vendor: fraction(...own(3)) < 0.1 ? null : vendor,
    exempt: BASIC_FOODS.has(good.name),
    listing,
    items:
      listing === 'VARIANTS'
        ? good.variants.map((label, i) => item(i, label, 1 + i / 8))
        : [item(0, null, 1)],
    changedAt: new Date(LISTED_AT + index * 3_600_000),
    chance: hash(...own(4)),
  };
}

/** One item in ten is sold out, one is nearly, one is made to order. */
function heldOf(chance: number): number | null {
  if (chance < 0.1) return 0;
  if (chance < 0.2) return 3;
  return chance < 0.3 ? null : 500;
}

function vendorAt(seed: number, index: number): WorldSeller {
  const seller = worldSeller(seed, 'V', index);
  // The shop knows a vendor by its name alone: no two may have one.
  return { ...seller, name: `${seller.name} ${index + 1}` };
}

/** A relation the way the shop writes it: the id and the label of what it leads to. */
export function categoryReference(category: CategoryCode): readonly [id: number, label: string] {
  const place = CATEGORIES.findIndex(({ code }) => code === category);
  return [place + 1, SHORT_NAMES[category] ?? CATEGORIES[place]?.name ?? ''];
}

const SHORT_NAMES: Partial<Record<CategoryCode, string>> = {
  'food-drink': 'Makanan',
  catering: 'Katering',
  stationery: 'ATK',
};
