import { buildSchema, getOperationAST, getVariableValues, parse } from 'graphql';
import { placeholderVariables } from '../../../gateway/supergraph/placeholder-variables';

const SCHEMA = buildSchema(`
  directive @oneOf on INPUT_OBJECT
  type Query { a(part: Float): Int }
  scalar Date
  enum Kind { LAST FIRST }
  input Inner { kind: Kind! note: String size: Int! = 3 }
  input Outer { inner: Inner! list: [Inner!]! at: Date! again: Outer }
  input Choice @oneOf { id: ID name: String }
`);

it.each<[string, Record<string, unknown>]>([
  ['$v: Int!', { v: 0 }],
  ['$v: Float!', { v: 0 }],
  ['$v: Boolean!', { v: false }],
  ['$v: String!, $w: ID!', { v: '', w: '' }],
  ['$v: Date!', { v: '' }],
  ['$v: Kind!', { v: 'LAST' }],
  ['$v: [Kind!]!', { v: [] }],
  ['$v: Inner!', { v: { kind: 'LAST' } }],
  ['$v: Outer!', { v: { inner: { kind: 'LAST' }, list: [], at: '' } }],
  ['$v: Choice!', { v: { id: '' } }],
  ['$v: Int, $w: Int! = 3, $x: [Int!], $y: Outer', {}],
])('variables (%s) that can not be left out get values of their types', (definitions, expected) => {
  const operation = getOperationAST(parse(`query (${definitions}) { a }`));
  if (!operation) throw new Error('an operation is expected');
  const variables = placeholderVariables(operation, SCHEMA);
  expect(variables).toEqual(expected);
  expect(getVariableValues(SCHEMA, operation.variableDefinitions ?? [], variables).errors).toBeUndefined();
});

it('a type that the schema lacks gets none', () => {
  const operation = getOperationAST(parse('query ($v: Gone!) { a }'));
  if (!operation) throw new Error('an operation is expected');
  expect(placeholderVariables(operation, SCHEMA)).toEqual({});
});
