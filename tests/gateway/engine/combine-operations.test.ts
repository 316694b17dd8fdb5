import { createCombineOperations } from '../../../gateway/engine/batch/combine-operations';

const fetch = (selection: string, variables = '') =>
  `query($representations:[_Any!]!${variables}){_entities(representations:$representations){...on Thing{${selection}}}}`;

describe('entity fetches as one operation', () => {
  it.each<[string, readonly string[], string | null]>([
    [
      'have lists of entities of their own',
      [fetch('a'), fetch('b')],
      'query($representations0:[_Any!]!$representations1:[_Any!]!){_entities0:_entities(representations:$representations0){...on Thing{a}}_entities1:_entities(representations:$representations1){...on Thing{b}}}',
    ],
    [
      "share the client's variables",
      [fetch('a(n:$n)', '$n:Int=1'), fetch('b(n:$n)', '$n:Int=1')],
      'query($representations0:[_Any!]!$n:Int=1$representations1:[_Any!]!){_entities0:_entities(representations:$representations0){...on Thing{a(n:$n)}}_entities1:_entities(representations:$representations1){...on Thing{b(n:$n)}}}',
    ],
    [
      'keep fragments of the same name apart',
      [`${fetch('...F')}fragment F on Thing{a}`, `${fetch('...F')}fragment F on Thing{b}`],
      'query($representations0:[_Any!]!$representations1:[_Any!]!){_entities0:_entities(representations:$representations0){...on Thing{...F_0}}_entities1:_entities(representations:$representations1){...on Thing{...F_1}}}fragment F_0 on Thing{a}fragment F_1 on Thing{b}',
    ],
    [
      'are none where one variable means two things',
      [fetch('a(n:$n)', '$n:Int=1'), fetch('b(n:$n)', '$n:Int=2')],
      null,
    ],
    [
      "are none where a client's variable is called like one of theirs",
      [fetch('a'), fetch('b(n:$representations0)', '$representations0:Int')],
      null,
    ],
  ])('%s', (_, queries, expected) => {
    const combine = createCombineOperations();
    expect(combine(queries)).toBe(expected);
    expect(combine(queries)).toBe(expected); // and once more, as it was kept
  });
});
