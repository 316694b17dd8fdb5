import { parseMarketplaceId } from '../../../adapters/core/ids';
import {
  CATEGORY_NOTE,
  ID_NOTE,
  REST_DRAFT,
  REST_NOTES,
  type RestDraft,
  type RestInput,
} from '../drafts/rest';
import { guessAuthentication } from './guess-authentication';
import { guessFields } from './guess-fields';
import { guessPaging } from './guess-paging';
import { listOf, objectOf, textOf } from './json';
import { findReads, type Reads, type SingleRead } from './find-reads';
import type { Operation, Parameter } from './operations';
import type { OpenApi } from './read-openapi';
import { expressionOf } from './schema';

type Requests = RestInput['requests'];

/** A definition out of an OpenAPI document. Every guess is marked as one. */
export function draftFromOpenApi(api: OpenApi): RestDraft {
  const { list, single } = findReads(api);
  const named = namesOf(api);
  const address = addressOf(api);
  const sign = guessAuthentication(api, list?.operation ?? null, address.url);
  const described = list === null ? undescribed() : describedBy(api, list, single);
  const byIds = single === null ? REST_DRAFT.value.requests.byIds : byIdRequest(single);
  return {
    value: {
      pasar: 1,
      id: named.id,
      name: named.name,
      protocol: 'rest',
      url: address.url,
      authentication: sign.authentication,
      requests: { feed: described.feed, byIds },
      paging: described.paging,
      records: described.records,
      ...described.recordsById,
      mapping: described.mapping,
      orders: { mode: 'none' },
    },
    notes: {
      ...REST_NOTES,
      ...named.notes,
      url: address.note,
      authentication: sign.note,
      ...described.notes,
      'requests.byIds':
        single === null
          ? 'TODO No call of the document looks like one that reads a single product by its number.'
          : `Guessed: GET ${single.operation.path}.`,
      ...(described.recordsById.recordsById === undefined
        ? {}
        : { recordsById: 'Where the record is in an answer of byIds.' }),
    },
  };
}

interface Described extends Pick<RestInput, 'records' | 'mapping'> {
  readonly paging: NonNullable<RestInput['paging']>;
  readonly feed: Requests['feed'];
  readonly recordsById: Pick<RestInput, 'recordsById'>;
  readonly notes: Readonly<Record<string, string>>;
}

function describedBy(
  api: OpenApi,
  { operation: list, found }: NonNullable<Reads['list']>,
  single: SingleRead | null,
): Described {
  const { paging, query, note } = guessPaging(api, list);
  const { mapping, notes } = guessFields(api, found.item, single?.key ?? null);
  const at = expressionOf(found.at);
  const recordAt = single?.recordAt ?? null;
  const byId = recordAt === null ? at : expressionOf(recordAt);
  const others = requiredBeside(list, query);
  return {
    paging,
    records: { at },
    recordsById: byId === at ? {} : { recordsById: { at: byId } },
    feed: { path: list.path, ...queryOf({ ...query, ...others }) },
    mapping,
    notes: {
      'requests.feed': `Guessed: GET ${list.path}.${others === null ? '' : ' TODO fill in what is required beside the page.'}`,
      paging: note,
      'records.at': `Guessed by the shape of the answer.\n${REST_NOTES['records.at']}`,
      ...notes,
      ...(mapping.category === undefined
        ? {}
        : { 'mapping.category': `${notes['mapping.category'] ?? ''}\nTODO ${CATEGORY_NOTE}` }),
    },
  };
}

/** As good as nothing: what a draft without a document has. */
function undescribed(): Described {
  const { requests, paging = { type: 'none' }, records, recordsById, mapping } = REST_DRAFT.value;
  const todo = 'TODO No call of the document looks like a list of products.';
  return {
    feed: requests.feed,
    paging,
    records,
    recordsById: recordsById === undefined ? {} : { recordsById },
    mapping,
    notes: {
      'requests.feed': todo,
      paging: `TODO ${REST_NOTES.paging}`,
      mapping: `TODO ${REST_NOTES.mapping}`,
    },
  };
}

function queryOf(query: Readonly<Record<string, string>>): { readonly query?: Record<string, string> } {
  return Object.keys(query).length === 0 ? {} : { query: { ...query } };
}

/** Parameters without which the call is refused, by what the document says of them. */
function requiredBeside(
  { parameters }: Operation,
  query: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | null {
  const others = parameters.filter(
    (parameter) => parameter.in === 'query' && parameter.required && !(parameter.name in query),
  );
  return others.length === 0
    ? null
    : Object.fromEntries(others.map((parameter) => [parameter.name, exampleOf(parameter)]));
}

function exampleOf({ example, schema }: Parameter): string {
  const known = [example, schema['default'], schema['example'], ...listOf(schema['enum'])].find(
    (value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
  );
  return known === undefined ? 'TODO' : String(known).replaceAll('${', '$ {');
}

/** The parameter of its path is the article number. */
function byIdRequest({ operation: { path } }: SingleRead): Requests['byIds'] {
  return { path: path.replace(/\{[^{}]+\}/, '${sku}') };
}

const LONGEST_NAME = 80;
const LONGEST_ID = 40;

interface Named extends Pick<RestInput, 'id' | 'name'> {
  readonly notes: Readonly<Record<string, string>>;
}

/** Both out of the title, or placeholders. */
function namesOf({ root }: OpenApi): Named {
  const title = textOf(objectOf(root['info'])['title']);
  const name = title
    .replace(/\s*\b(?:open\s?)?api\b.*$/i, '')
    .slice(0, LONGEST_NAME)
    .replace(/[\s\p{P}]+$/u, '');
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const id = words.join('-').slice(0, LONGEST_ID).replace(/-+$/, '');
  const { value, notes } = REST_DRAFT;
  const isNamed = name !== '' && parseMarketplaceId(id) !== null;
  if (!isNamed)
    return { id: value.id, name: value.name, notes: { id: notes['id'] ?? '', name: notes['name'] ?? '' } };
  return { id, name, notes: { id: `Guessed by the title of the document.\n${ID_NOTE}` } };
}

/** The first server of the document; a placeholder where that is no whole address. */
function addressOf({ root }: OpenApi): { readonly url: string; readonly note: string } {
  const server = objectOf(listOf(root['servers'])[0]);
  const variables = objectOf(server['variables']);
  const written = textOf(server['url']).replace(/\{([^{}]+)\}/g, (_, name: string) =>
    textOf(objectOf(variables[name])['default']),
  );
  const placeholder = REST_DRAFT.value.url;
  const url = URL.canParse(written) ? written : `${placeholder}${/^\/[^?#]*$/.test(written) ? written : ''}`;
  const { origin, pathname, protocol } = new URL(url);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  const bare = isWeb ? `${origin}${pathname}`.replace(/\/+$/, '') : placeholder;
  const isKnown = isWeb && URL.canParse(written);
  return {
    url: bare,
    note: isKnown ? `The first server of the document.\n${REST_NOTES.url}` : `TODO ${REST_NOTES.url}`,
  };
}
