import type { SubgraphAnswer } from '../../../../../gateway/data-sources/data-source';
import { misshape } from './misshape';

const answer = (): SubgraphAnswer => ({
  data: {
    _entities: [
      { list: [{ id: 1 }], object: { id: 2 } },
      { list: [], object: null },
    ],
  },
  errors: [{ message: 'true' }],
});

it('an answer is of another shape, the same one for the same hash', () => {
  for (let hash = 0; hash < 10_000; hash += 7) {
    const { data, errors } = misshape(answer(), hash);
    expect(data).not.toEqual(answer().data);
    expect(errors).toEqual(answer().errors);
    expect(misshape(answer(), hash).data).toEqual(data);
  }
});

it('of an entity that is there twice, both are of the same shape', () => {
  const entity = { object: { id: 2 } };
  const twice = (): SubgraphAnswer => ({ data: { a: structuredClone(entity), b: structuredClone(entity) } });
  const { data } = misshape(twice(), 16 + (2 << 8));
  expect(data?.['a']).toEqual(data?.['b']);
  expect(data).not.toEqual(twice().data);
});

it('where there is nothing to change, nothing is', () => {
  expect(misshape({ data: { leaf: 1 } }, 5)).toEqual({ data: { leaf: 1 } });
  expect(misshape({ data: null }, 5)).toEqual({ data: null });
});
