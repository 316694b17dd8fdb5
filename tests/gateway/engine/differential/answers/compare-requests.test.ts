import { compareRequests, type Fetched } from './compare-requests';

const entities = (...ids: readonly string[]): Fetched => ({
  subgraph: 'alpha',
  query: 'query($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
  operationName: undefined,
  variables: { representations: ids.map((id) => ({ __typename: 'Product', id })) },
});

const named = (operationName: string, fetched: Fetched): Fetched => ({
  ...fetched,
  operationName,
  query: fetched.query.replace('query', `query ${operationName}`),
});

describe('an engine that asks as the reference does', () => {
  it.each<[string, readonly Fetched[], readonly Fetched[]]>([
    ['asks nothing', [], []],
    ['asks for each entity once', [entities('a', 'b')], [entities('a', 'b', 'a')]],
    ['asks once for what others ask for twice', [entities('a', 'b')], [entities('a'), entities('b', 'a')]],
    [
      'asks once for what others ask for under two names',
      [named('Asked__1', entities('a', 'b'))],
      [named('Asked__1', entities('a')), named('Asked__2', entities('b'))],
    ],
  ])('%s', (_, engine, reference) => {
    expect(compareRequests(engine, reference)).toEqual([]);
  });
});

describe('an engine that asks otherwise', () => {
  it.each<[string, readonly Fetched[], readonly Fetched[]]>([
    ['asks too often', [entities('a'), entities('a')], [entities('a')]],
    ['asks for another', [entities('a', 'c')], [entities('a')]],
    ['has another name', [named('Asked__2', entities('a'))], [named('Asked__1', entities('a'))]],
    ['forgets one', [entities('a')], [entities('a', 'b')]],
    ['asks nothing', [], [entities('a')]],
    ['asks another subgraph', [{ ...entities('a'), subgraph: 'beta' }], [entities('a')]],
    [
      'tells another variable',
      [{ ...entities('a'), variables: { ...entities('a').variables, first: 1 } }],
      [entities('a')],
    ],
  ])('%s', (_, engine, reference) => {
    expect(compareRequests(engine, reference)).not.toEqual([]);
  });
});
