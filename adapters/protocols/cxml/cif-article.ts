/**
 * What identifies goods at their supplier: the part's number and, where that is not enough, an auxiliary key
 * (the same part by the piece and by the box). An offer has one article number for both.
 */
export interface CifArticle {
  readonly partId: string;
  readonly auxiliaryId: string | null;
}

/** Between the two. A part's own number that holds it is refused: it could not be told from a pair. */
export const ARTICLE_DIVIDER = '::';

export function skuOf({ partId, auxiliaryId }: CifArticle): string {
  return auxiliaryId === null ? partId : `${partId}${ARTICLE_DIVIDER}${auxiliaryId}`;
}

export function articleOf(sku: string): CifArticle {
  const at = sku.indexOf(ARTICLE_DIVIDER);
  if (at === -1) return { partId: sku, auxiliaryId: null };
  return { partId: sku.slice(0, at), auxiliaryId: sku.slice(at + ARTICLE_DIVIDER.length) };
}
