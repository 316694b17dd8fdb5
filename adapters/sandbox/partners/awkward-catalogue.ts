import { z } from 'zod';
import type { Answer } from '../servers/fake-server';
import { hash } from '../world/random';
import { accepted, nothing, refused } from './awkward-answers';
import { categoryReference, type AwkwardGoods, type AwkwardItem, type AwkwardProduct } from './awkward-goods';
import type { AwkwardStock } from './awkward-stock';
import { offsetOf, pageCursor } from './offset-cursor';
import { readBody } from './request-body';

const MOST_PER_PAGE = 200;
const searchBody = z.object({
  /** Nothing, in any of the shop's own spellings, is the first page. */
  cursor: z.union([z.string(), z.null(), z.literal(false)]).optional(),
  size: z.number().int().min(1).max(MOST_PER_PAGE).optional(),
  item_ids: z
    .array(z.union([z.number(), z.string()]))
    .max(MOST_PER_PAGE)
    .optional(),
});
/** How it says that there is no further page, now so and now so. */
const ENDS = [null, false, ''] as const;
const stockBody = z.object({ item_ids: z.array(z.union([z.number(), z.string()])).max(2_000) });

/** Reads of the awkward shop: each is a POST, and what is in stock is told apart from what there is. */
export interface AwkwardCatalogue {
  search(body: string): Answer;
  availability(body: string): Answer;
}

export function createAwkwardCatalogue(goods: AwkwardGoods, stock: AwkwardStock): AwkwardCatalogue {
  let ends = 0;

  return {
    search(body) {
      const asked = readBody(searchBody, body);
      if (asked === null) return refused('BAD_REQUEST');
      const { cursor, size = 50, item_ids: ids } = asked;
      const all = goods.products();
      if (ids !== undefined) {
        const wanted = new Set(ids.map(Number));
        const found = all.filter(({ items }) => items.some(({ id }) => wanted.has(id)));
        return accepted({ products: found.map(productRecord) }, { meta: { next: null } });
      }
      const start = offsetOf(cursor || null);
      if (start === null) return refused('BAD_CURSOR');
      const page = all.slice(start, start + size);
      const isLast = start + size >= all.length;
      if (isLast) ends += 1;
      const next = isLast ? ENDS[ends % ENDS.length] : pageCursor(start + size);
      return {
        ...accepted({ products: page.map(productRecord) }, { meta: { next } }),
        headers: { 'x-total-count': String(all.length) },
      };
    },
    availability(body) {
      const asked = readBody(stockBody, body);
      if (asked === null) return refused('BAD_REQUEST');
      const known = [...new Set(asked.item_ids.map(Number))].filter((id) => goods.item(id) !== null);
      return accepted(known.map((id) => ({ item: id, state: stock.word(id) ?? nothing(hash(id)) })));
    },
  };
}

function productRecord({
  id,
  title,
  good,
  unit,
  vendor,
  exempt,
  listing,
  items,
  changedAt,
  chance,
}: AwkwardProduct): object {
  const own = (aspect: number): number => hash(chance, aspect);
  const [first] = items;
  return {
    id,
    title,
    body: own(1) % 3 === 0 ? nothing(own(2)) : `<p>${title}, langsung dari <b>gudang</b>.</p>`,
    categ: categoryReference(good.category),
    // A relation as its label alone: where the vendor is, and what it is called.
    vendor: vendor === null ? nothing(own(3)) : `${vendor.region.name}, ${vendor.name}`,
    small:
      vendor === null ? nothing(own(4)) : vendor.scale === 'MICRO' || vendor.scale === 'SMALL' ? 'Y' : 'N',
    uom: own(5) % 4 === 0 ? nothing(own(6)) : [own(7) % 90, unit],
    ppn_exempt: exempt ? true : nothing(own(8)),
    tkdn: own(9) % 2 === 0 ? nothing(own(10)) : `${25 + (own(11) % 70)},${own(12) % 10}`,
    price_minor: first?.priceMinor,
    image: own(14) % 2 === 0 ? nothing(own(15)) : `https://pasar-rumit.example/img/${id}.png`,
    changed: Math.floor(changedAt.getTime() / 1_000),
    ...variantsOf(listing, items),
  };
}

/** A variant that costs what the product does says nothing of its price. */
function variantsOf(listing: AwkwardProduct['listing'], items: readonly AwkwardItem[]): object {
  if (listing === 'NO_LIST') return {};
  if (listing === 'EMPTY_LIST') return { variants: [] };
  const [first] = items;
  return {
    variants: items.map(({ id, label, priceMinor }) => ({
      id,
      label,
      price_minor: priceMinor === first?.priceMinor ? nothing(hash(id)) : priceMinor,
    })),
  };
}
