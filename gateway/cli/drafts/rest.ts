import { CATEGORIES } from '../../../adapters/core/categories';
import type { DefinitionInputOf, Draft } from './draft';

export type RestInput = DefinitionInputOf<'rest'>;
export type RestDraft = Draft<RestInput>;

export const ID_NOTE =
  'Short and for good: it is part of every offer and order id. Lower-case words with hyphens.';

/** Pasar's categories, for whoever maps theirs to them. */
export const CATEGORY_NOTE = `Pasar's code for each of your categories; what is not listed is "other":\n${codes()}`;

function codes(): string {
  const all = CATEGORIES.map(({ code }) => code);
  const half = Math.ceil(all.length / 2);
  return [all.slice(0, half), all.slice(half)].map((some) => some.join(', ')).join(',\n');
}

/** Notes that hold for every description of an API. */
export const REST_NOTES = {
  id: ID_NOTE,
  url: 'Base address; every path below is appended to it.',
  authentication:
    'none, apiKey, basic, bearer, oauth2 (client credentials) or login (a call that gives a token).\n' +
    'The credentials themselves are given apart: --credential name=value, or PASAR_CREDENTIAL_<NAME>.',
  'requests.feed': 'The list of everything on offer, page by page.',
  'requests.byIds':
    'One offer now, by ${sku}. Where several can be read at once: ask for ${skus}, and add `batch: 50`.',
  paging: 'none, page (${page}), offset (${offset}), cursor (${cursor}) or link (the header Link).',
  'records.at': 'Where the list is in the answer (JMESPath); @ where the answer is the list itself.',
  mapping:
    'What the fields of a product are. Expressions (JMESPath) begin with `product`.\n' +
    'Also known: tax, unit, seller, category, domesticProduct, tkdn, shippingFee, url, imageUrl, updatedAt.',
  'mapping.tax': 'TODO INCLUDED, EXCLUDED or EXEMPT: whether tax (PPN) is in your prices.',
  orders:
    "none; page: buyers order on the offer's own page (mapping.url); direct: calls that place an order.",
} as const;

/** For an API of which nothing is known. */
export const REST_DRAFT: RestDraft = {
  value: {
    pasar: 1,
    id: 'toko-contoh',
    name: 'Toko Contoh',
    protocol: 'rest',
    url: 'https://api.toko-contoh.example',
    authentication: { type: 'bearer' },
    requests: {
      feed: { path: '/products', query: { page: '${page}', per_page: '${pageSize}' } },
      byIds: { path: '/products/${sku}' },
    },
    paging: { type: 'page', size: 100, total: 'total' },
    records: { at: 'data' },
    recordsById: { at: 'data' },
    mapping: {
      sku: 'product.sku',
      title: 'product.name',
      description: 'product.description',
      price: 'product.price',
      tax: { constant: 'UNKNOWN' },
      stock: { type: 'quantity', quantity: 'product.stock' },
      unit: 'product.unit',
      category: { from: 'product.category', values: { Beras: 'food-drink' } },
      url: 'product.url',
      imageUrl: 'product.image',
      updatedAt: 'product.updated_at',
    },
    orders: { mode: 'none' },
  },
  notes: {
    ...REST_NOTES,
    id: `TODO ${ID_NOTE}`,
    name: 'TODO What people call the marketplace.',
    url: `TODO ${REST_NOTES.url}`,
    authentication: `TODO ${REST_NOTES.authentication}`,
    'requests.feed': `TODO ${REST_NOTES['requests.feed']}`,
    'requests.byIds': `TODO ${REST_NOTES['requests.byIds']}`,
    paging: `TODO ${REST_NOTES.paging}`,
    'records.at': `TODO ${REST_NOTES['records.at']}`,
    recordsById: 'The same in an answer of byIds; leave it out where both are alike.',
    mapping: `TODO ${REST_NOTES.mapping}`,
    'mapping.stock': 'quantity (a number), availability (available: yes or no) or none.',
    'mapping.category': CATEGORY_NOTE,
  },
};

const FIELDS = 'sku name description price stock unit category url image updatedAt';
/** For a GraphQL API of which nothing is known. */
export const GRAPHQL_DRAFT: RestDraft = {
  value: {
    ...REST_DRAFT.value,
    url: 'https://api.toko-contoh.example/graphql',
    requests: {
      feed: {
        graphql: {
          query: `query Products($first: Int!, $after: String) {
  products(first: $first, after: $after) {
    totalCount
    nodes { ${FIELDS} }
    pageInfo { endCursor hasNextPage }
  }
}
`,
          variables: { first: '${pageSize}', after: '${cursor}' },
        },
      },
      byIds: {
        graphql: {
          query: `query Product($sku: String!) {
  product(sku: $sku) { ${FIELDS} }
}
`,
          variables: { sku: '${sku}' },
        },
      },
    },
    paging: {
      type: 'cursor',
      size: 50,
      next: 'data.products.pageInfo.hasNextPage && data.products.pageInfo.endCursor',
      total: 'data.products.totalCount',
    },
    records: { at: 'data.products.nodes' },
    recordsById: { at: 'data.product' },
    mapping: { ...REST_DRAFT.value.mapping, updatedAt: 'product.updatedAt' },
  },
  notes: {
    ...REST_DRAFT.notes,
    url: 'TODO The GraphQL endpoint.',
    'requests.byIds': 'TODO One offer now, by ${sku}.',
    paging: 'TODO cursor: ${cursor} is what `next` gave on the page before, and nothing on the first.',
  },
};
