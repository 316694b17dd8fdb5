import { mergeInto } from '../../../gateway/engine/merge';
import type { ResponseObject } from '../../../gateway/engine/response-object';

const meets = (condition: string, typename: string): boolean =>
  condition === typename || (condition === 'Offer' && typename === 'MbizOffer');

describe('what subgraphs say of one object', () => {
  it.each<[string, ResponseObject, ResponseObject, ResponseObject]>([
    ['adds up', { a: 1 }, { b: { c: 2 } }, { a: 1, b: { c: 2 } }],
    ['adds up below', { b: { c: 1 } }, { b: { d: [2] } }, { b: { c: 1, d: [2] } }],
    [
      'adds up in lists, and in lists in them',
      { l: [[{ a: 1 }], null] },
      { l: [[{ b: 2 }], null] },
      { l: [[{ a: 1, b: 2 }], null] },
    ],
    [
      'is what was said last, where both say something else',
      { a: 1, l: [1] },
      { a: null, l: [1, 2] },
      { a: null, l: [1, 2] },
    ],
    [
      'is of the type that is meant by an interface',
      { __typename: 'Offer' },
      { __typename: 'MbizOffer' },
      { __typename: 'MbizOffer' },
    ],
    [
      'stays of its type where one knows the interface alone',
      { __typename: 'MbizOffer' },
      { __typename: 'Offer' },
      { __typename: 'MbizOffer' },
    ],
    [
      'stays of its type where another says another',
      { __typename: 'MbizOffer' },
      { __typename: 'Seller' },
      { __typename: 'MbizOffer' },
    ],
  ])('%s', (_, known, said, expected) => {
    mergeInto(known, said, meets);
    expect(known).toEqual(expected);
  });

  it('never changes what every object inherits', () => {
    const known: ResponseObject = {};
    mergeInto(known, JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as ResponseObject, meets);
    expect(Object.getPrototypeOf(known)).toBe(Object.prototype);
    expect(Object.keys(known)).toEqual(['__proto__', 'constructor']);
    expect({}).not.toHaveProperty('polluted');
  });
});
