import { compareAnswers } from './compare-answers';
import { toldAnswer } from './told-error';

const OF_SUBGRAPH = { message: 'down', path: ['a', 0], extensions: { code: 'X', serviceName: 'alpha' } };
const COMPLETION = { message: 'Cannot return null', path: ['a'], extensions: { code: 'INVALID_GRAPHQL' } };

describe('an engine that answers as the reference does', () => {
  it('has the same data, and the same errors in any order', () => {
    const other = { ...OF_SUBGRAPH, path: ['a', 1] };
    const engine = toldAnswer({ data: { a: [] }, errors: [OF_SUBGRAPH, other] });
    const reference = toldAnswer({ data: { a: [] }, errors: [other, OF_SUBGRAPH] });
    expect(compareAnswers(engine, reference)).toEqual([]);
  });

  it('tells as errors what the reference tells beside its answer, in words of its own', () => {
    const engine = toldAnswer({ data: { a: null }, errors: [COMPLETION] });
    const valueCompletion = [{ ...COMPLETION, message: 'null is not for this' }];
    expect(
      compareAnswers(engine, toldAnswer({ data: { a: null }, extensions: { valueCompletion } })),
    ).toEqual([]);
  });

  it('may tell them where subgraphs failed too, if something is null there', () => {
    const reference = toldAnswer({ data: { a: null }, errors: [OF_SUBGRAPH] });
    expect(
      compareAnswers(toldAnswer({ data: { a: null }, errors: [COMPLETION, OF_SUBGRAPH] }), reference),
    ).toEqual([]);
  });
});

it("the reference's positions of entities are not taken at their word, if the engine's are null", () => {
  const reference = toldAnswer({ data: { a: [1, null] }, errors: [OF_SUBGRAPH] });
  const told = { ...OF_SUBGRAPH, path: ['a', 1] };
  expect(compareAnswers(toldAnswer({ data: { a: [1, null] }, errors: [told] }), reference)).toEqual([]);
  const untrue = { ...OF_SUBGRAPH, path: ['a', 0] };
  const other = toldAnswer({ data: { a: [1, null] }, errors: [told] });
  expect(compareAnswers(toldAnswer({ data: { a: [1, null] }, errors: [untrue] }), other)).not.toEqual([]);
});

describe('a list where an object is expected', () => {
  const fault = { ...COMPLETION, message: 'The value of Query.a is no object.' };
  const engine = toldAnswer({ data: { a: null, b: 1 }, errors: [fault] });
  const reference = toldAnswer({ data: { a: { c: null }, b: 1 } });
  const allowances = {
    isIncomplete: false,
    hasSurerTypes: false,
    asksAbstractType: false,
    isMisshapen: true,
  };

  it('may be an object to the reference', () => {
    expect(compareAnswers(engine, reference, allowances)).toEqual([]);
    expect(compareAnswers(engine, reference)).not.toEqual([]);
  });

  it('is no reason for nulls elsewhere', () => {
    const elsewhere = toldAnswer({ data: { a: null, b: null }, errors: [fault] });
    expect(compareAnswers(elsewhere, reference, allowances)).not.toEqual([]);
  });
});

describe('an engine that answers otherwise', () => {
  it.each([
    ['has another value', { data: { a: [1, 2] } }, { data: { a: [2, 1] } }],
    ['has no data where there is null', {}, { data: null }],
    ['lost an error', { data: {} }, { data: {}, errors: [OF_SUBGRAPH] }],
    ['lost one of two', { errors: [OF_SUBGRAPH] }, { errors: [OF_SUBGRAPH, OF_SUBGRAPH] }],
    ['made one up', { data: {}, errors: [OF_SUBGRAPH] }, { data: {} }],
    ['tells it elsewhere', { errors: [{ ...OF_SUBGRAPH, path: ['b'] }] }, { errors: [OF_SUBGRAPH] }],
    ['has another code', { errors: [{ ...OF_SUBGRAPH, extensions: {} }] }, { errors: [OF_SUBGRAPH] }],
    [
      'completed nothing',
      { data: { a: null } },
      { data: { a: null }, extensions: { valueCompletion: [COMPLETION] } },
    ],
    ['completed what was complete', { data: { a: null }, errors: [COMPLETION] }, { data: { a: null } }],
    [
      'refuses a value and shows it',
      { data: { a: 1 }, errors: [COMPLETION, OF_SUBGRAPH] },
      { data: { a: 1 }, errors: [OF_SUBGRAPH] },
    ],
  ])('%s', (_, engine, reference) => {
    expect(compareAnswers(toldAnswer(engine), toldAnswer(reference))).not.toEqual([]);
  });
});
