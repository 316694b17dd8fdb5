import type { CategoryCode } from '../../core/categories';
import { GOODS, type Good } from './goods';
import { fraction, hash, pick } from './random';
import type { WorldSeller } from './sellers';

/** What stays the same of one product of one seller: everything but price and stock. */
export interface Listing {
  readonly sku: string;
  readonly title: string;
  readonly good: Good;
  readonly unit: string;
  /** Usual price in whole rupiah at this seller. */
  readonly usualPrice: number;
  readonly usualStock: number;
  readonly weightKg: number;
  readonly domestic: boolean;
  /** Percent with two decimals, or null: most goods have no TKDN certificate. */
  readonly tkdn: number | null;
  /** The stream of chance that this listing's prices and stock follow. */
  readonly chance: number;
}

const goodsOf = new Map<CategoryCode, readonly Good[]>();
for (const good of GOODS) goodsOf.set(good.category, [...(goodsOf.get(good.category) ?? []), good]);

/** Goods that come from abroad often enough to matter. */
const OFTEN_IMPORTED: ReadonlySet<CategoryCode> = new Set(['electronics', 'tools', 'health']);
/** Sellers price the same good up to a fifth above or below its usual price. */
const PRICE_SPREAD = 0.2;

export function worldListing(seed: number, index: number, seller: WorldSeller): Listing {
  const own = (aspect: number): [number, number, number] => [seed, index, aspect];
  // Three products of four come from the seller's main trade.
  const trade = fraction(...own(20)) < 0.75 ? seller.trades[0] : seller.trades.at(-1);
  const good = pick(goodsOf.get(trade ?? 'food-drink') ?? GOODS, ...own(21));
  const brand = pick(good.brands, ...own(22));
  const variant = pick(good.variants, ...own(23));
  const [pack, unit, factor] = pick(good.packs, ...own(24));
  const imported = OFTEN_IMPORTED.has(good.category) && fraction(...own(25)) < 0.45;
  const certified = !imported && fraction(...own(26)) < 0.4;
  const spread = 1 + PRICE_SPREAD * (2 * fraction(...own(27)) - 1);
  return {
    sku: `${initials(good.name)}-${String(index + 1).padStart(6, '0')}`,
    title: `${good.name} ${brand} ${variant} ${pack}`,
    good,
    unit,
    usualPrice: Math.max(500, Math.round((good.price * factor * spread) / 100) * 100),
    usualStock: Math.max(1, Math.round(400_000 / Math.sqrt(good.price * factor) / 10)),
    weightKg: Math.round((0.1 + 20 * fraction(...own(28)) ** 2) * 100) / 100,
    domestic: !imported,
    tkdn: certified ? Math.round((25 + 75 * fraction(...own(29))) * 100) / 100 : null,
    chance: hash(...own(30)),
  };
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => word.slice(0, 2).toUpperCase())
    .join('')
    .slice(0, 4);
}
