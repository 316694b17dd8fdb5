import { answerText, keepText } from '../../gateway/answer-text';

describe('the text of an answer', () => {
  it.each<[string, Parameters<typeof answerText>[0]]>([
    ['data', { data: { a: [1, 'é"', null] } }],
    ['data and errors', { data: { a: null }, errors: [{ message: 'x', path: ['a'] }] }],
    ['errors alone', { errors: [{ message: 'x' }] }],
    ['null for data', { data: null, errors: [{ message: 'x' }] }],
    ['extensions', { data: {}, extensions: { sources: [] } }],
  ])('is the same JSON for %s, whether its data is kept or not', (_, answer) => {
    const text = answerText(answer);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(answer)));
    keepText({ ...(answer.data === undefined ? {} : { data: answer.data }) });
    expect([answerText(answer), answerText(answer)].map((kept) => JSON.parse(kept) as unknown)).toEqual([
      JSON.parse(text),
      JSON.parse(text),
    ]);
  });

  it('puts errors first, where they are seen, and what extends the answer last', () => {
    const answer = { data: { a: null }, extensions: { sources: [] }, errors: [{ message: 'x' }] };
    const text = '{"errors":[{"message":"x"}],"data":{"a":null},"extensions":{"sources":[]}}';
    expect(answerText(answer)).toBe(text);
    keepText({ data: answer.data });
    expect(answerText(answer)).toBe(text);
  });

  it('is written once for data that is kept, and again for other data', () => {
    let written = 0;
    const data = { a: { toJSON: () => (written += 1) } };
    keepText({ data });
    answerText({ data });
    answerText({ data, extensions: { more: true } });
    expect(written).toBe(1);
    answerText({ data: { ...data } });
    expect(written).toBe(2);
  });
});
