import type { RestInput } from '../drafts/rest';
import { plainName } from './json';
import type { Operation, Parameter } from './operations';
import type { OpenApi } from './read-openapi';
import { expressionOf, shapeOf } from './schema';

type Paging = NonNullable<RestInput['paging']>;

/** Names of parameters and of what answers hold, the likeliest first. */
const PAGE = 'page pagenumber pageno pageindex currentpage halaman p';
const SIZE = 'pagesize perpage limit size count pagelimit rows take maxresults jumlah pagecount';
const OFFSET = 'offset skip start from startindex';
const CURSOR = 'cursor after pagetoken startingafter nexttoken nextcursor continuationtoken pagecursor';
const NEXT = 'nextcursor nextpagetoken nexttoken endcursor after cursor next continuationtoken';
const TOTAL = 'total totalcount totalitems totalrecords totalresults count totalelements jumlah recordstotal';
const LAST = 'last islast lastpage islastpage';
const MORE = 'hasmore hasnextpage hasnext more';
const TOTAL_HEADERS = ['x-total-count', 'x-wp-total', 'x-total', 'total-count'];
const MOST = 1_000;
const USUAL = 100;

export interface GuessedPaging {
  readonly paging: Paging;
  /** Of the query of the list. */
  readonly query: Readonly<Record<string, string>>;
  readonly note: string;
}

/** How a list goes on, by the names of its parameters and of what its answer holds. */
export function guessPaging(api: OpenApi, operation: Operation): GuessedPaging {
  const query = operation.parameters.filter((parameter) => parameter.in === 'query');
  const named = (names: string): Parameter | null => firstNamed(query, names, ({ name }) => name);
  const [page, size, offset, cursor] = [named(PAGE), named(SIZE), named(OFFSET), named(CURSOR)];
  const answer = (names: string): string | null => inAnswer(api, operation, names);
  const header = TOTAL_HEADERS.find((name) => operation.headers.some((each) => each.toLowerCase() === name));
  const count = answer(TOTAL);
  const total = header !== undefined ? { header } : count;
  const more = answer(MORE);
  const last = answer(LAST) ?? (more === null ? null : `!${more}`);
  const common = { size: sizeOf(size), ...(total === null ? {} : { total }) };
  const asked = size === null ? {} : { [size.name]: '${pageSize}' };
  const next = answer(NEXT);

  if (cursor !== null && next !== null)
    return {
      paging: { type: 'cursor', ...common, next },
      query: { [cursor.name]: '${cursor}', ...asked },
      note: `Guessed by the parameter ${cursor.name} and ${next} in the answer.`,
    };
  if (operation.headers.some((name) => name.toLowerCase() === 'link'))
    return { paging: { type: 'link', ...common }, query: asked, note: 'Guessed by the header Link.' };
  if (page !== null)
    return {
      paging: { type: 'page', ...common, ...firstOf(page), ...lastOf(last) },
      query: { [page.name]: '${page}', ...asked },
      note: `Guessed by the parameter ${page.name}.`,
    };
  if (offset !== null)
    return {
      paging: { type: 'offset', ...common, ...lastOf(last) },
      query: { [offset.name]: '${offset}', ...asked },
      note: `Guessed by the parameter ${offset.name}.`,
    };
  return {
    paging: { type: 'none', ...(total === null ? {} : { total }) },
    query: {},
    note: 'TODO No parameter looks like that of a page: none (all at once), page, offset, cursor or link.',
  };
}

function lastOf(last: string | null): { readonly last?: string } {
  return last === null ? {} : { last };
}

function firstNamed<T>(all: readonly T[], names: string, nameOf: (one: T) => string): T | null {
  for (const name of names.split(' ')) {
    const found = all.find((one) => plainName(nameOf(one)) === name);
    if (found !== undefined) return found;
  }
  return null;
}

/** Where something stands in the answer: at its root, or in an object there (`meta`, `pagination`). */
function inAnswer(api: OpenApi, { answer }: Operation, names: string): string | null {
  const root = shapeOf(api, answer ?? {});
  const values = [...root.properties].flatMap(([name, schema]) => {
    const shape = shapeOf(api, schema);
    const inner = [...shape.properties].map(([below, of]) => ({
      steps: [name, below],
      type: shapeOf(api, of).type,
    }));
    return [{ steps: [name], type: shape.type }, ...inner];
  });
  const plain = values.filter(({ type }) => type !== 'object' && type !== 'array');
  const found = firstNamed(plain, names, ({ steps }) => steps.at(-1) ?? '');
  return found === null ? null : expressionOf(found.steps);
}

function sizeOf(parameter: Parameter | null): number {
  const most = Number(parameter?.schema['maximum'] ?? USUAL);
  return Number.isInteger(most) && most >= 1 ? Math.min(most, MOST) : USUAL;
}

/** Zero only where the document says so. */
function firstOf({ schema }: Parameter): { readonly first?: number } {
  return schema['default'] === 0 || schema['minimum'] === 0 ? { first: 0 } : {};
}
