import { unevenTypes } from './uneven-types';

const uneven = (...sdls: readonly string[]): readonly string[] => [
  ...unevenTypes(sdls.map((sdl) => ({ sdl }))),
];

it('a member that another subgraph lacks is uneven', () => {
  expect(uneven('union Any = A | B', 'union Any = A')).toEqual(['B']);
  expect(uneven('union Any = A', 'union Any = A', 'union Any = A | B')).toEqual(['B']);
  expect(uneven('interface I { id: ID } type A implements I { id: ID }', 'interface I { id: ID }')).toEqual([
    'A',
  ]);
});

it('what a subgraph says of an interface or a union that no other has is even', () => {
  expect(uneven('union Any = A | B', 'union Other = A', 'type A { id: ID }')).toEqual([]);
  expect(uneven('union Any = A | B', 'union Any = B | A')).toEqual([]);
});
