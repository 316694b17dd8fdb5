import type { Database } from '../../database/connect';
import { countFacets, countTotal, type Counts } from './count-facets';
import { formatCursor, parseCursor } from './cursor';
import { findPage, type IndexedOffer } from './find-page';
import type { OfferQuery } from './offer-query';
import { mendSpelling } from './spelling';
import { termsOf, type TextTerms } from './text-match';

export interface SearchRequest {
  readonly query: OfferQuery;
  readonly first: number;
  readonly after: string | null;
  /** What is wanted besides the hits: counting costs more than finding. */
  readonly want: { readonly total: boolean; readonly facets: boolean };
}

export interface SearchAnswer {
  readonly rows: readonly IndexedOffer[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  readonly total: number | null;
  readonly counts: Counts | null;
  readonly correctedText: string | null;
  readonly latencyMs: number;
}

/** Finds, counts, and looks for what may have been meant when nothing was found. */
export async function searchOffers(db: Database, request: SearchRequest): Promise<SearchAnswer> {
  const { query, after } = request;
  const started = performance.now();
  const cursor = after === null ? null : parseCursor(query, after);
  const typed = termsOf(query);

  let terms = cursor?.mended ?? typed;
  let mended = cursor?.mended ?? null;
  let found = await findAndCount(db, request, terms, cursor?.keys ?? null);
  if (isEmpty(found, request) && cursor === null && typed !== null) {
    mended = await mendSpelling(db, query.words);
    if (mended !== null) {
      terms = mended;
      found = await findAndCount(db, request, terms, null);
    }
  }
  const { page, total, counts } = found;
  return {
    rows: page.rows,
    hasNextPage: page.hasNext,
    endCursor: page.endKeys === null ? null : formatCursor(query, { keys: page.endKeys, mended }),
    total,
    counts,
    correctedText: mended === null || isEmpty(found, request) ? null : mended.map(([word]) => word).join(' '),
    latencyMs: Math.round(performance.now() - started),
  };
}

type Found = Awaited<ReturnType<typeof findAndCount>>;

async function findAndCount(
  db: Database,
  request: SearchRequest,
  terms: TextTerms | null,
  afterKeys: readonly string[] | null,
) {
  const { query, first, want } = request;
  const [page, counts, total] = await Promise.all([
    findPage(db, { query, terms, first, afterKeys }),
    want.facets ? countFacets(db, query, terms) : null,
    want.total && !want.facets ? countTotal(db, query, terms) : null,
  ]);
  return { page, counts, total: counts?.total ?? total };
}

/** With `first: 0` only the counts can tell. */
function isEmpty({ page, total }: Found, { first }: SearchRequest): boolean {
  return first === 0 ? total === 0 : page.rows.length === 0;
}
