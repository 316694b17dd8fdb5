import { parseFlattenPath } from '../../../gateway/engine/plan/flatten-path';
import { sameObjectsAt } from '../../../gateway/engine/plan/same-objects';
import type { ResponseObject } from '../../../gateway/engine/response-object';

const TO_ITEMS = parseFlattenPath(['items', '@'], (key) => key);

function sameIn(items: unknown[]) {
  const root: ResponseObject = { items };
  let isShared = false;
  const options = { shared: false, meets: () => false, onShared: () => (isShared = true) };
  const objects = sameObjectsAt(root, TO_ITEMS, options);
  return { objects, isShared, places: items.map((item) => objects.indexOf(item as ResponseObject)) };
}

describe('objects of a list that hold the same plain values', () => {
  it.each<[string, unknown[], readonly number[]]>([
    ['become one', [{ id: 1 }, { id: 2 }, { id: 1 }], [0, 1, 0]],
    [
      'null among them',
      [
        { id: 1, name: null },
        { id: 1, name: null },
        { id: 1, name: '' },
      ],
      [0, 0, 1],
    ],
    ['but not numbers and texts', [{ id: 1 }, { id: '1' }], [0, 1]],
    [
      'but not more values and fewer',
      [{ id: 1 }, { id: 1, name: 'a' }, { id: 1, name: undefined }],
      [0, 1, 2],
    ],
    [
      'but not those that hold more than values',
      [
        { id: 1, tags: [] },
        { id: 1, tags: [] },
      ],
      [0, 1],
    ],
    [
      'but not by what all objects inherit',
      [
        { id: 1, a: Object },
        { id: 1, constructor: Object },
      ],
      [0, 1],
    ],
  ])('%s', (_, items, expected) => {
    const { places, isShared, objects } = sameIn(items);
    expect(places).toEqual(expected);
    expect(isShared).toBe(objects.length < items.length);
  });

  it('however many others begin like them', () => {
    const items = Array.from({ length: 100 }, (_, index) => ({ type: 'Thing', id: index % 50 }));
    expect(sameIn(items).places).toEqual(Array.from({ length: 100 }, (_, index) => index % 50));
  });

  it('and what is no object stays', () => {
    const items = [null, 'a', { id: 1 }, [{ id: 1 }], { id: 1 }];
    expect(sameIn(items).objects).toEqual([{ id: 1 }]);
    expect(items).toEqual([null, 'a', { id: 1 }, [{ id: 1 }], { id: 1 }]);
  });
});
