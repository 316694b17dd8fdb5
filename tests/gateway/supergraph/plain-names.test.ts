import { serialize } from 'node:v8';
import { plainNames } from '../../../gateway/supergraph/plain-names';

/** What V8 writes before a text of one byte for each character. */
const ONE_BYTE = '"'.charCodeAt(0);

/** A supergraph's text with a character that takes two bytes, and a name that nobody has met: not even as a literal. */
function supergraphWith(...parts: readonly string[]) {
  const name = parts.join('');
  return { text: `"“Kopi”" type Kopi { ${name}: Int }`, length: name.length };
}

/** Whether an answer whose key is that name takes one byte for each character. */
function isPlain({ text, length }: ReturnType<typeof supergraphWith>): boolean {
  const from = text.indexOf('{ ') + 2;
  const key = text.slice(from, from + length);
  return serialize(JSON.stringify({ [key]: 1 }))[2] === ONE_BYTE;
}

it("has a name met on its own, though the supergraph's text is of wider characters", () => {
  const supergraph = supergraphWith('met', 'On', 'Its', 'Own');
  const names = plainNames(supergraph.text);
  expect(isPlain(supergraph)).toBe(true);
  expect(Object.keys(names)).toEqual(['Kopi', 'type', 'metOnItsOwn', 'Int']);
});

it('is of use: V8 keeps a name in the form in which it is met first', () => {
  expect(isPlain(supergraphWith('met', 'In', 'A', 'Text'))).toBe(false);
});
