import type { FeedCursor } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { MarketplaceId } from '../../core/ids';
import type { ResponseHeaders, Variables } from './exchange';
import { compileExpression } from './expression';
import { nextLink } from './link-header';
import type { Paging } from './manifest';
import { parseFollowed, parseNumbered, recordsBefore, type PagePlace } from './page-cursor';
import { holds } from './truth';

/** How one list is paged. */
export interface Pager {
  readonly first: PagePlace;
  /** Null for a cursor that is not of this list. */
  parse(cursor: FeedCursor): PagePlace | null;
  variables(place: PagePlace): Variables;
  /** The address of a page that was linked to. */
  url(place: PagePlace): string | undefined;
  total(answer: PageAnswer): number | null;
  /** Where the next page stands, null after the last. Throws BAD_RESPONSE where it leads nowhere. */
  next(place: PagePlace, answer: PageAnswer, records: PageRecords): PagePlace | null;
  /** Is this page asked for only because nothing says that the one before, which was not full, was the last? */
  isGuess(place: PagePlace): boolean;
}

/** How many records a page has. */
export interface PageRecords {
  readonly listed: number;
  /** With those that `records.at` leaves out; null where that can't be told. */
  readonly told: number | null;
  /** What tells it from another page. */
  readonly mark: string | null;
}

export interface PageAnswer {
  readonly body: unknown;
  readonly headers: ResponseHeaders;
  /** What was asked, to which links are relative. */
  readonly url: string;
}

export interface PagerOptions {
  readonly marketplace: MarketplaceId;
  readonly paging: Paging;
  /** Smaller than what the manifest says, for whoever wants less at a time. */
  readonly pageSize?: number | undefined;
  /** The query parameter of the sign-in: an address that is kept must not hold it. */
  readonly secretParameter: string | null;
}

/** More than a million records at the usual size: a list that goes on beyond that goes round in circles. */
const MOST_PAGES = 20_000;
const LONGEST_CURSOR = 2_000;
/** Without `size` a list comes as it likes. */
const NO_SIZE = 1;

export function createPager(options: PagerOptions): Pager {
  const { paging, pageSize = Infinity } = options;
  const size = paging.type === 'none' ? NO_SIZE : Math.min(paging.size, Math.max(1, pageSize));
  const first: PagePlace = { page: 1, size, short: 0, from: null, before: null };
  const total = compileTotal(paging);
  const base = { first, total, url: () => undefined, isGuess: () => false };

  const bad = (detail: string): AdapterError =>
    new AdapterError('BAD_RESPONSE', { marketplace: options.marketplace, detail: `paging: ${detail}` });

  /** The place after one, by what the answer gave to follow. */
  function following(place: PagePlace, from: string | null): PagePlace {
    if (place.page >= MOST_PAGES) throw bad(`there is no end after ${MOST_PAGES} pages`);
    if (from !== null && from === place.from) throw bad('a page leads to itself');
    return { ...place, page: place.page + 1, from };
  }

  switch (paging.type) {
    case 'none':
      return {
        ...base,
        parse: (cursor) => (parseFollowed(cursor)?.page === 1 ? first : null),
        variables: () => ({}),
        next: () => null,
      };
    case 'page':
    case 'offset': {
      const isLast = paging.last === undefined ? null : compileExpression(paging.last);
      const isSaid = isLast !== null || paging.total !== undefined;
      const firstPage = paging.type === 'page' ? paging.first : 1;
      return {
        ...base,
        parse: parseNumbered,
        variables: (place) => ({
          pageSize: place.size,
          ...(paging.type === 'page'
            ? { page: place.page - 1 + firstPage }
            : { offset: recordsBefore(place) }),
        }),
        isGuess: ({ page, short }) => !isSaid && page > 1 && short > 0,
        // A page that is not full ends nothing: shops give fewer than they are asked for, and hide some of those.
        next(place, answer, { listed, told, mark }) {
          // The same page once more: its number is not obeyed, and nothing else would ever end the list.
          if (mark !== null && mark === place.before) return null;
          if (isLast !== null && holds(isLast(answer.body))) return null;
          const all = total(answer);
          if (told === null) {
            // What came is not known, so that what was asked for counts, and an empty page within it may be chance.
            const isWithin = all !== null && place.page * place.size < all;
            return listed === 0 && !isWithin
              ? null
              : { ...following(place, null), before: isSaid ? null : mark };
          }
          if (told === 0 || (all !== null && recordsBefore(place) + told >= all)) return null;
          return {
            ...following(place, null),
            short: place.short + place.size - told,
            before: isSaid || told >= place.size ? null : mark,
          };
        },
      };
    }
    case 'cursor': {
      const cursorOf = compileExpression(paging.next);
      return {
        ...base,
        parse: parseFollowed,
        variables: ({ size: asked, from }) => ({ pageSize: asked, cursor: from }),
        next(place, { body }, { listed }) {
          const cursor = cursorText(cursorOf(body));
          // A page may be empty because of what was left out of it; one that leads to itself besides is the last.
          if (cursor === null || (listed === 0 && cursor === place.from)) return null;
          return following(place, cursor);
        },
      };
    }
    case 'link':
      return {
        ...base,
        parse: parseFollowed,
        variables: ({ size: asked }) => ({ pageSize: asked }),
        url: ({ from }) => from ?? undefined,
        next(place, { headers, url }, { listed }) {
          const link = nextLink(headers['link'] ?? '');
          if (link === null) throw bad('the header Link is malformed');
          if (link.target === null) return null;
          const address = linkedAddress(link.target, url);
          if (address !== url) return following(place, address);
          if (listed === 0) return null;
          throw bad('a page leads to itself');
        },
      };
  }

  /** Texts and whole numbers; nothing on the last page. */
  function cursorText(value: unknown): string | null {
    if (value === null || value === undefined || value === '' || value === false) return null;
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      throw bad('the cursor is a number whose digits JSON does not keep; give it as a text');
    if (typeof value !== 'string' && typeof value !== 'number') throw bad('the cursor is no text');
    const text = String(value);
    if (text.length > LONGEST_CURSOR || !text.isWellFormed()) throw bad('the cursor is no usable text');
    return text;
  }

  function linkedAddress(link: string, asked: string): string {
    if (!URL.canParse(link, asked)) throw bad('the next link is no address');
    const url = new URL(link, asked);
    if (url.origin !== new URL(asked).origin)
      throw bad('the next link leads to another host, port or scheme');
    if (options.secretParameter !== null) url.searchParams.delete(options.secretParameter);
    if (url.href.length > LONGEST_CURSOR) throw bad('the next link is too long');
    return url.href;
  }
}

function compileTotal({ total }: Paging): (answer: PageAnswer) => number | null {
  if (total === undefined) return () => null;
  if (typeof total === 'object') {
    const name = total.header.toLowerCase();
    return ({ headers }) => wholeNumber(headers[name]);
  }
  const evaluate = compileExpression(total);
  return ({ body }) => wholeNumber(evaluate(body));
}

function wholeNumber(value: unknown): number | null {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\s*\d+\s*$/.test(value));
  const number = isNumber ? Number(value) : NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}
