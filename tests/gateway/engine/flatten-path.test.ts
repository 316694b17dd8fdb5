import { objectsAt, parseFlattenPath, placesAt } from '../../../gateway/engine/plan/flatten-path';
import { sameObjectsAt } from '../../../gateway/engine/plan/same-objects';
import type { ResponseObject } from '../../../gateway/engine/response-object';

const meets = (condition: string, typename: string): boolean => condition === typename;

describe('the path of a fetch', () => {
  const data: ResponseObject = {
    grid: [[{ id: 1 }, null], [{ id: 2 }], null],
    one: { __typename: 'Book', id: 3 },
    many: [{ __typename: 'Book', id: 4 }, { __typename: 'Film', id: 5 }, { id: 6 }],
    nothing: null,
  };
  it.each<[string, readonly string[], readonly number[], readonly string[]]>([
    ['a field', ['one'], [3], ['one']],
    ['lists in lists', ['grid', '@', '@'], [1, 2], ['grid.0.0', 'grid.1.0']],
    ['a field of one type', ['one|[Book]'], [3], ['one']],
    ['a field of another type', ['one|[Film,Song]'], [], []],
    [
      'items of one type, and those that do not say theirs',
      ['many', '@|[Film]'],
      [5, 6],
      ['many.1', 'many.2'],
    ],
    ['the root, with a type of its own', ['|[Query]', 'one'], [3], ['one']],
    ['null', ['nothing', '@'], [], []],
    ['what is not there', ['absent', 'further'], [], []],
    ['items of what is no list', ['one', '@'], [], []],
    ['a name that every object inherits', ['constructor'], [], []],
  ])('leads to %s', (_, path, ids, places) => {
    const steps = parseFlattenPath(path, (key) => key);
    for (const shared of [false, true])
      expect(objectsAt(data, steps, { shared, meets }).map(({ id }) => id)).toEqual(ids);
    const found = placesAt(data, steps, meets);
    expect(found.map((place) => place.path.join('.'))).toEqual(places);
    expect(found.map(({ object }) => object['id'])).toEqual(ids);
  });
});

describe('objects that say the same', () => {
  const find = (root: ResponseObject, ...path: readonly string[]) => {
    let sharings = 0;
    const steps = parseFlattenPath(path, (key) => key);
    const objects = sameObjectsAt(root, steps, { shared: false, meets, onShared: () => (sharings += 1) });
    return { count: objects.length, sharings };
  };

  it('become one, in every place', () => {
    const root = { a: [{ t: { id: 1 } }, { t: { id: 1 } }, { t: { id: 2 } }], b: [{ id: 1 }, { id: 1 }] };
    expect(find(root, 'a', '@', 't')).toEqual({ count: 2, sharings: 1 });
    expect(root.a[0]?.t).toBe(root.a[1]?.t);
    expect(find(root, 'b', '@')).toEqual({ count: 1, sharings: 1 });
    expect(root.b[0]).toBe(root.b[1]);
  });

  it.each<[string, ResponseObject, ResponseObject]>([
    ['a number and its text', { id: 1 }, { id: '1' }],
    ['values that read alike together', { a: 'x"1"', b: '' }, { a: 'x', b: '1"' }],
    ['null and nothing', { a: null }, {}],
    ['true and its text', { a: true }, { a: 'true' }],
    ['lists', { a: [1] }, { a: [1] }],
    ['objects with objects in them', { a: {} }, { a: {} }],
  ])('are not: %s', (_, one, other) => {
    expect(find({ list: [one, other] }, 'list', '@')).toEqual({ count: 2, sharings: 0 });
  });

  it('are found by the name that the plan has for a field, which may not be the client’s', () => {
    const root = {
      list: [
        { client_t: { id: 1 }, t: 'x' },
        { client_t: { id: 1 }, t: 'y' },
      ],
    };
    const steps = parseFlattenPath(['list', '@', 'client_t'], (key) => key.replace('client_', ''));
    sameObjectsAt(root, steps, { shared: false, meets, onShared: () => undefined });
    expect(root.list[0]?.client_t).toBe(root.list[1]?.client_t);
    expect(root.list.map(({ t }) => t)).toEqual(['x', 'y']);
    expect(placesAt(root, steps, meets)[0]?.path).toEqual(['list', 0, 't']);
  });
});
