import { z } from 'zod';
import type { Answer } from '../servers/fake-server';
import { categoryReference, type AwkwardGoods } from './awkward-goods';
import type { AwkwardStock } from './awkward-stock';
import { offsetOf, pageCursor } from './offset-cursor';
import { readBody } from './request-body';

const MOST_PER_PAGE = 100;
const requestBody = z.object({
  query: z.string(),
  variables: z
    .object({
      first: z.number().int().min(1).max(MOST_PER_PAGE).optional(),
      after: z.string().nullish(),
      ids: z.array(z.string()).max(MOST_PER_PAGE).optional(),
    })
    .optional(),
});

/**
 * The awkward shop's other door: GraphQL, one node per item, with connections. It knows two queries by
 * the field that they ask for, and reads what it is asked for from the variables alone.
 */
export function awkwardGraphql(goods: AwkwardGoods, stock: AwkwardStock): (body: string) => Answer {
  const nodes = (): readonly (readonly [id: string, node: object])[] =>
    goods.products().flatMap(({ title, good, unit, exempt, vendor, items }) =>
      items.map(({ id, label, priceMinor }): readonly [string, object] => [
        String(id),
        {
          id: String(id),
          name: label === null ? title : `${title} ${label}`,
          price: { amount: (priceMinor / 100).toFixed(2), taxIncluded: false, taxExempt: exempt },
          available: (stock.left(id) ?? 1) > 0,
          unit,
          category: categoryReference(good.category)[1],
          seller: vendor === null ? null : { code: vendor.code, name: vendor.name, city: vendor.region.name },
        },
      ]),
    );

  function products(first: number, after: string | null): Answer {
    const start = offsetOf(after);
    if (start === null) return failed('BAD_USER_INPUT');
    const all = nodes();
    const edges = all
      .slice(start, start + first)
      .map(([, node], i) => ({ node, cursor: pageCursor(start + i + 1) }));
    const pageInfo = {
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: start + first < all.length,
    };
    return { body: { data: { products: { edges, pageInfo, totalCount: all.length } } } };
  }

  return (body) => {
    const asked = readBody(requestBody, body);
    const { first = 20, after = null, ids } = asked?.variables ?? {};
    if (asked === null) return failed('BAD_USER_INPUT');
    if (/\bproductsByIds\s*\(\s*ids:\s*\$ids\s*\)/.test(asked.query)) {
      const known = new Map(nodes());
      return { body: { data: { productsByIds: (ids ?? []).map((id) => known.get(id) ?? null) } } };
    }
    if (/\bproducts\s*\(\s*first:\s*\$first,?\s*after:\s*\$after\s*\)/.test(asked.query)) {
      return products(first, after);
    }
    return failed('GRAPHQL_VALIDATION_FAILED');
  };
}

/** GraphQL's refusals come under HTTP 200. */
export function failed(code: string): Answer {
  return { body: { data: null, errors: [{ message: code, extensions: { code } }] } };
}
