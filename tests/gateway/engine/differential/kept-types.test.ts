import type { OpenEngine } from './engine';
import { keepingTypes } from './kept-types';

const REQUEST = { request: { query: '{ _entities { __typename } }' }, context: {} } as never;

/** What an engine over one subgraph is told that this subgraph answers. */
async function told(name: string, data: Record<string, unknown>): Promise<unknown> {
  const answers: unknown[] = [];
  const open: OpenEngine = async (_, dataSource) => {
    answers.push(await dataSource({ name, url: '' }).process(REQUEST));
    throw new Error('no engine is needed');
  };
  const known = keepingTypes(open, { interfaceObjects: new Map([['alpha', ['Known']]]) });
  await expect(known('', () => ({ process: () => Promise.resolve({ data }) }))).rejects.toThrow('no engine');
  return answers[0];
}

const ENTITIES = [{ __typename: 'Known', added: 1 }, null, { __typename: 'Product' }];

it('an entity of which a subgraph knows the interface alone is told without a type', async () => {
  expect(await told('alpha', { _entities: ENTITIES })).toEqual({
    data: { _entities: [{ added: 1 }, null, { __typename: 'Product' }] },
  });
});

it('all else is told as it was said', async () => {
  expect(await told('beta', { _entities: ENTITIES })).toEqual({ data: { _entities: ENTITIES } });
  const first = { known: { __typename: 'Known' } };
  expect(await told('alpha', first)).toEqual({ data: first });
});
