import { CannotFillIn } from './fill-in';

/** Proxies and frameworks decode a path once each; no chain of them was seen to do it more often. */
const DECODED_AT_MOST = 3;

/**
 * A value as one segment of a path. Article numbers come from ids that any client may make up: what any server
 * on the way could take for a step up the path, or for a second line, is refused rather than encoded and hoped for.
 */
export function pathSegment(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw new CannotFillIn(value === null ? 'is empty' : 'is a list or an object');
  const text = String(value);
  if (text.trim() === '') throw new CannotFillIn('is empty');
  if (!text.isWellFormed()) throw new CannotFillIn('is not well-formed Unicode');
  checkSteps(text);
  return encodeURIComponent(text);
}

/** Throws for a text that is, or may become on its way, steps up a path or more than a line. */
export function checkSteps(text: string): void {
  let seen = text.normalize('NFKC'); // wide forms of dot and slash become plain ones on some servers
  for (let decoded = 0; ; decoded += 1) {
    if (hasControlCharacter(seen)) throw new CannotFillIn('holds a control character');
    if (seen.split(/[/\\]/).some(isStep)) throw new CannotFillIn('leads out of its place in the path');
    const next = decodeBytes(seen);
    if (next === seen || decoded === DECODED_AT_MOST) return;
    seen = next;
  }
}

/** Byte by byte, so that a malformed escape elsewhere in the text hides nothing. */
function decodeBytes(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** `..;x` too: Java servers take what follows a semicolon for a parameter of the segment. */
function isStep(segment: string): boolean {
  const name = (segment.split(';')[0] ?? '').trim();
  return name === '.' || name === '..';
}

function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((character) => character < ' ' || character === '\u007f');
}
