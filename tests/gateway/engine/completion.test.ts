import { GraphQLError } from 'graphql';
import { unexplained } from '../../../gateway/engine/response/completion';

const at = (...path: readonly (string | number)[]) => new GraphQLError('x', { path: [...path] });

describe("an answer's own faults beside errors of subgraphs", () => {
  it.each<[string, readonly GraphQLError[], number]>([
    ['are told where there are none', [], 1],
    ['are told beside an error elsewhere', [at('other'), at('list', 1)], 1],
    ['are no news where the error is', [at('list', 0, 'name')], 0],
    ['are no news above the error', [at('list', 0, 'name', 'deeper')], 0],
    ['are no news below the error', [at('list', 0)], 0],
    ['are no news beside an error that may be anywhere', [new GraphQLError('down')], 0],
  ])('%s', (_, errors, told) => {
    expect(unexplained([at('list', 0, 'name')], errors)).toHaveLength(told);
  });
});
