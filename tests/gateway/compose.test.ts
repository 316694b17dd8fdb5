import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { composeSupergraph, CompositionFailed } from '../../schema/federation/compose';
import { generateSdl } from '../../gateway/supergraph/generate';

const GENERATED = join(__dirname, '../../schema/generated');
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])';
const subgraph = (name: string, sdl: string) => ({ name, url: `http://${name}`, sdl: `${LINK}\n${sdl}` });

it('the committed SDL is what the code generates (npm run generate)', () => {
  const generated = generateSdl();
  expect(readdirSync(GENERATED).sort()).toEqual([...generated.keys()].sort());
  for (const [file, sdl] of generated)
    expect([file, readFileSync(join(GENERATED, file), 'utf8')]).toEqual([file, sdl]);
});

describe('subgraphs that do not fit together', () => {
  it.each([
    [
      'a field in two places',
      'type Query { a: String }',
      'type Query { a: String }',
      'Non-shareable field "Query.a"',
    ],
    [
      'types that disagree',
      'type Query { a: T } type T @shareable { x: Int }',
      'type Query { b: T } type T @shareable { x: String }',
      'Type of field "T.x" is incompatible',
    ],
    [
      'a field that nothing leads to',
      'type Query { a: T } type T @shareable { x: Int }',
      'type Query { b: T } type T @shareable { x: Int y: Int }',
      'cannot be satisfied',
    ],
  ])('are refused with the reason: %s', (_, one, other, reason) => {
    const compose = () => composeSupergraph([subgraph('one', one), subgraph('other', other)]);
    expect(compose).toThrow(CompositionFailed);
    expect(compose).toThrow(reason);
  });
});
