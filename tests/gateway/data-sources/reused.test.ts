import { reuseDataSources } from '../../../gateway/data-sources/reused';

const A = { name: 'a', url: 'http://a' };

function sources() {
  const made: string[] = [];
  const closed: string[] = [];
  const lease = reuseDataSources(({ name, url }) => {
    if (name === 'unknown') throw new Error('no such subgraph');
    made.push(`${name} ${url}`);
    return { process: () => Promise.resolve({}), close: () => closed.push(`${name} ${url}`) };
  });
  return { made, closed, lease };
}

it('the same name and address get the same data source, as long as one supergraph uses it', () => {
  const { made, lease } = sources();
  const [first, second] = [lease(), lease()];
  const source = first.dataSource(A);
  expect(second.dataSource(A)).toBe(source);
  first.release();
  expect(lease().dataSource(A)).toBe(source);
  expect(made).toEqual(['a http://a']);
});

it.each([
  ['another address', { name: 'a', url: 'http://b' }],
  ['another name', { name: 'b', url: 'http://a' }],
])('%s has one of its own', (_, other) => {
  const { made, lease } = sources();
  const { dataSource } = lease();
  expect(dataSource(other)).not.toBe(dataSource(A));
  expect(made).toHaveLength(2);
});

it('one that no supergraph uses is closed, once, however often each asked for it or let go', () => {
  const { made, closed, lease } = sources();
  const [first, second] = [lease(), lease()];
  first.dataSource(A);
  first.dataSource(A);
  second.dataSource(A);
  first.release();
  first.release();
  second.dataSource(A);
  expect([made.length, closed]).toEqual([1, []]);
  second.release();
  expect(closed).toEqual(['a http://a']);
  lease().dataSource(A);
  expect(made).toHaveLength(2);
});

it('one that can not be made is not remembered', () => {
  const { lease } = sources();
  const { dataSource, release } = lease();
  expect(() => dataSource({ name: 'unknown', url: '' })).toThrow('no such subgraph');
  expect(() => dataSource({ name: 'unknown', url: '' })).toThrow('no such subgraph');
  release();
});
