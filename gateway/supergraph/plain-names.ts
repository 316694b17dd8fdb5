/** A name of the schema, or a word of its descriptions. */
const NAMES = /[_A-Za-z]\w*/g;

/**
 * Has V8 meet a supergraph's names on their own. It keeps one string for each that is a key of objects, in the form
 * in which it met it first: two bytes for a character, where that was a part of a text that needs them somewhere.
 * An answer with one such key takes twice the memory, and is written in twice the time and more. What is given
 * has to be kept for as long as answers have these keys.
 */
export function plainNames(sdl: string): Readonly<Record<string, true>> {
  const names = Object.create(null) as Record<string, true>;
  for (const name of new Set(sdl.match(NAMES))) names[Buffer.from(name, 'latin1').toString('latin1')] = true;
  return names;
}
