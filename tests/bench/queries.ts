import { CATEGORIES } from '../../adapters/core/categories';
import { REGIONS } from '../../adapters/core/regions';

const WORDS = [
  'beras',
  'kertas hvs',
  'keripik tempe',
  'meja kerja',
  'laptop',
  'semen gresik',
  'batik tulis',
  'nasi kotak',
  'kopi bubuk',
  'tinta printer',
];

/** A page with facets, narrowed by two filters; every request another pair. */
export function filteredSearch(index: number): unknown {
  const category = CATEGORIES[index % (CATEGORIES.length - 1)]?.code;
  const region = REGIONS[(index * 7) % REGIONS.length]?.code;
  return {
    query: `query Bench($filter: OfferFilter) { search(filter: $filter, first: 20) { totalCount nodes { ${HIT} } ${FACETS} } }`,
    variables: { filter: { categories: [category], regions: [region] } },
  };
}

/** The same with a text instead of a category. */
export function textSearch(index: number): unknown {
  return {
    query: `query Bench($text: String, $filter: OfferFilter) { search(text: $text, filter: $filter, first: 20) { totalCount nodes { ${HIT} } ${FACETS} } }`,
    variables: { text: WORDS[index % WORDS.length], filter: { inStock: true, smallBusiness: true } },
  };
}

/** Nothing narrowed: every facet counts every offer. */
export function openSearch(): unknown {
  return { query: `{ search(first: 20) { totalCount nodes { ${HIT} } ${FACETS} } }` };
}

/** A page of 20 offers, price and stock asked of the marketplaces. */
export function livePage(index: number): unknown {
  return {
    query: `query Bench($text: String) { search(text: $text, first: 20) { nodes { title offer { price { amount freshness } stock { state quantity freshness } } } } }`,
    variables: { text: WORDS[index % WORDS.length] },
  };
}

const HIT =
  'offerId title price { amount } stock { state } seller { name region { name } } marketplace { name } observedAt';
const FACETS =
  'facets { marketplaces { value count } categories { value count } regions { value count } priceBands { from count } smallBusiness { value count } domesticProduct { value count } }';
