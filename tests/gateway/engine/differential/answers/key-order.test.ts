import { buildSchema, parse } from 'graphql';
import { isInSelectedOrder } from './key-order';

const schema = buildSchema(`type Query { any: Any list: [[Product]] }
  union Any = Product | Seller
  type Product { id: ID name: String to: Product } type Seller { id: ID name: String }`);
const text = `query Asked($with: Boolean!) {
  any { ... on Product { name } ... on Seller { id } ... Named }
  list { to { id } name @include(if: $with) ... on Product { to { name } } }
  __typename
}
fragment Named on Any { ... on Product { id } ... on Seller { name } }`;
const isOrdered = (data: unknown, variables = { with: true }): boolean =>
  isInSelectedOrder(data, { text, document: parse(text), operationName: 'Asked' }, { schema, variables });
const withAny = (any: unknown): unknown => ({ any, list: null, __typename: 'Query' });
const withList = (one: unknown): unknown => ({ any: null, list: [[one, null], null], __typename: 'Query' });

it.each([
  ['nothing', null],
  ['each type has an order of its own', withAny({ name: 'n', id: '1' })],
  ['each type has an order of its own', withAny({ id: '1', name: 'n' })],
  ['a field stands where it was first selected', withList({ to: { id: '1', name: 'n' }, name: 'n' })],
])('in order: %s %j', (_, data) => {
  expect(isOrdered(data)).toBe(true);
});

it.each([
  ['the root', { list: null, any: null, __typename: 'Query' }],
  ['a list', withList({ name: 'n', to: null })],
  ['merged selections', withList({ to: { name: 'n', id: '1' }, name: 'n' })],
  ['a key too many', withAny({ name: 'n', id: '1', more: 1 })],
  ['a key too few', withAny({ name: 'n' })],
])('not in order: %s', (_, data) => {
  expect(isOrdered(data)).toBe(false);
});

it('what is left out has no place', () => {
  expect(isOrdered(withList({ to: null }), { with: false })).toBe(true);
});
