import { CATEGORIES, categoryByCode, type CategoryCode } from '../../../adapters/core/categories';
import { compareDecimals, type Decimal } from '../../../adapters/core/decimal';
import { parseMarketplaceId, type MarketplaceId } from '../../../adapters/core/ids';
import { regionByCode, type RegionCode } from '../../../adapters/core/regions';
import type { OfferSort } from '../../../schema/enums';
import type { SearchArgs } from '../../../schema/search/search-input';
import { inputError } from '../../input-error';
import { searchWords } from '../search-words';

/** A search that makes sense: what the arguments say, checked. An empty list filters nothing. */
export interface OfferQuery {
  /** As typed, for the comparison with article numbers; empty for none. */
  readonly text: string;
  readonly words: readonly string[];
  readonly marketplaces: readonly MarketplaceId[];
  readonly categories: readonly CategoryCode[];
  readonly regions: readonly RegionCode[];
  readonly sellers: readonly string[];
  readonly priceMin: Decimal | null;
  readonly priceMax: Decimal | null;
  readonly inStock: boolean | null;
  readonly smallBusiness: boolean | null;
  readonly domesticProduct: boolean | null;
  readonly tkdnMin: Decimal | null;
  readonly sort: OfferSort;
}

export const PAGE_MAX = 100;
const TEXT_MAX = 200;
const WORDS_MAX = 12;
const LIST_MAX = 200;

/** Words that tell nothing about a good; "kertas untuk printer" means paper and printer. */
const STOP_WORDS = new Set([
  'dan',
  'atau',
  'untuk',
  'dengan',
  'yang',
  'di',
  'dari',
  'ke',
  'pada',
  'per',
  'the',
  'and',
]);

export function parseOfferQuery({
  text,
  filter,
  sort,
}: Pick<SearchArgs, 'text' | 'filter' | 'sort'>): OfferQuery {
  const typed = text?.trim() ?? '';
  if (typed.length > TEXT_MAX)
    throw inputError('text', `is ${typed.length} characters long; at most ${TEXT_MAX} are searched.`);
  refuseControlCharacters('text', typed);
  const words = searchWords(typed);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  const query: OfferQuery = {
    text: typed,
    words: (telling.length > 0 ? telling : words).slice(0, WORDS_MAX),
    marketplaces: list(
      'marketplaces',
      filter?.marketplaces,
      parseMarketplaceId,
      'Ask `marketplaces` for the ids.',
    ),
    categories: list(
      'categories',
      filter?.categories,
      (code) => categoryByCode(code)?.code ?? null,
      `Known are ${CATEGORIES.map(({ code }) => code).join(', ')}.`,
    ),
    regions: list(
      'regions',
      filter?.regions,
      (code) => regionByCode(code)?.code ?? null,
      "Use Kemendagri's code of a regency or city of East Java, for example 35.73; `regions` lists them.",
    ),
    sellers: list(
      'sellers',
      filter?.sellers,
      (id) => (SELLER_ID.test(id) ? id : null),
      'A seller id is written marketplace:code.',
    ),
    priceMin: filter?.priceMin ?? null,
    priceMax: filter?.priceMax ?? null,
    inStock: filter?.inStock ?? null,
    smallBusiness: filter?.smallBusiness ?? null,
    domesticProduct: filter?.domesticProduct ?? null,
    tkdnMin: filter?.tkdnMin ?? null,
    sort,
  };
  if (
    query.priceMin !== null &&
    query.priceMax !== null &&
    compareDecimals(query.priceMin, query.priceMax) > 0
  ) {
    throw inputError('filter.priceMin', `${query.priceMin} is above priceMax ${query.priceMax}.`);
  }
  return query;
}

/** As `sellerId` makes them: nothing that would need a database to refuse it. */
const SELLER_ID = /^[a-z][a-z0-9-]*:[A-Za-z0-9%_~-]{1,200}$/;

function refuseControlCharacters(argument: string, text: string): void {
  if (/\p{Cc}/u.test(text) || !text.isWellFormed())
    throw inputError(argument, 'holds control characters or broken ones; send plain text.');
}

/** The number of hits asked for, checked. */
export function parseFirst(first: number): number {
  if (first < 0 || first > PAGE_MAX) throw inputError('first', `${first} is not between 0 and ${PAGE_MAX}.`);
  return first;
}

function list<T>(
  name: string,
  values: readonly string[] | null | undefined,
  parse: (value: string) => T | null,
  remedy: string,
): readonly T[] {
  const given = values ?? [];
  if (given.length > LIST_MAX)
    throw inputError(`filter.${name}`, `holds ${given.length} values; at most ${LIST_MAX} are taken.`);
  return [...new Set(given)].map((value) => {
    const parsed = parse(value);
    if (parsed === null)
      throw inputError(`filter.${name}`, `"${value.slice(0, 60)}" is not known. ${remedy}`);
    return parsed;
  });
}
