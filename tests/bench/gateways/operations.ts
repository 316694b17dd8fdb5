import { hash, pick } from '../../../adapters/sandbox/world/random';

/** What a client sends. */
export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** Operations that are sent in turn, over and over. */
export interface Workload {
  readonly name: string;
  readonly operations: readonly Operation[];
}

const USER = 'id username name';
const REVIEW = 'id body';
const PRODUCT = 'inStock name price shippingEstimate upc weight';

const AUTHORS = `author { ${USER} reviews { ${REVIEW} product { ${PRODUCT} } } }`;

/** The question of the public benchmark of gateways: from users and from products, as deep as they go, and back. */
const deep: Workload = {
  name: 'deep',
  operations: [
    {
      query: `query Deep {
        __typename
        users { ${USER} reviews { ${REVIEW} product { ${PRODUCT} reviews { ${REVIEW} ${AUTHORS} } } } }
        topProducts { ${PRODUCT} reviews { ${REVIEW} ${AUTHORS} } }
      }`,
    },
  ],
};

const PAGES = 25;
const PAGE_SIZE = 20;

/** A list page: one fetch for the list, one for the stock of what is on it; each request another page. */
const list: Workload = {
  name: 'list',
  operations: Array.from({ length: PAGES }, (_, page) => ({
    query: `query List($first: Int, $offset: Int) {
      products(first: $first, offset: $offset) {
        upc name category price description image inStock stock { quantity price warehouse restockedOn }
      }
    }`,
    variables: { first: PAGE_SIZE, offset: page * PAGE_SIZE },
  })),
};

const MIXED = 200;

/** Operations that differ in what they ask, as those of many clients do: their plans have to be kept. */
const mix: Workload = { name: 'mix', operations: Array.from({ length: MIXED }, (_, index) => mixed(index)) };

export const workloads: readonly Workload[] = [list, deep, mix];

function mixed(index: number): Operation {
  const count = 1 + (hash(index, 1) % 8);
  const depth = 1 + (hash(index, 2) % 3);
  const root = pick(
    [
      `users { ${userFields(index, depth)} }`,
      `user(id: "${count}") { ${userFields(index, depth + 1)} }`,
      `topProducts(first: ${count}) { ${productFields(index, depth)} }`,
      `page: products(first: ${count * 2}, offset: ${index}) { ${productFields(index, depth)} }`,
    ],
    index,
    3,
  );
  return { query: `query Mix${index} { ${root} }` };
}

function userFields(index: number, depth: number): string {
  const own = some(['name', 'username', 'birthday'], index, depth, 4);
  return depth === 0 ? own : `${own} reviews { ${reviewFields(index, depth - 1)} }`;
}

function productFields(index: number, depth: number): string {
  const own = some(
    ['name', 'price', 'weight', 'category', 'inStock', 'shippingEstimate', 'stock { quantity warehouse }'],
    index,
    depth,
    5,
  );
  return depth === 0 ? `upc ${own}` : `upc ${own} reviews { ${reviewFields(index, depth - 1)} }`;
}

function reviewFields(index: number, depth: number): string {
  const next =
    hash(index, depth, 6) % 2 === 0
      ? `author { ${userFields(index, depth)} }`
      : `product { ${productFields(index, depth)} }`;
  return `${some(['body'], index, depth, 7)} ${next}`;
}

/** An id and some of the fields, which ones depending on the key alone. */
function some(fields: readonly string[], ...key: readonly number[]): string {
  const chosen = fields.filter((_, position) => hash(...key, position) % 2 === 0);
  return ['__typename', ...chosen].join(' ');
}
