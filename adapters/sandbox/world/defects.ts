import { fraction, pick } from './random';

/**
 * Where real feeds are dirty, this one is: at every thousandth place stands either a record that no one
 * can understand or the previous record once more. They come on top of the goods, which all stay whole.
 */
const EVERY = 1000;

export type Place =
  | { readonly kind: 'good'; readonly index: number }
  | { readonly kind: 'repeat'; readonly index: number }
  | { readonly kind: 'broken'; readonly number: number };

export function placesFor(goods: number): number {
  return goods + Math.floor((goods - 1) / (EVERY - 1));
}

export function placeAt(position: number): Place {
  const defects = Math.floor(position / EVERY);
  const index = position - defects;
  if (position % EVERY !== EVERY - 1) return { kind: 'good', index };
  return defects % 2 === 0 ? { kind: 'broken', number: defects } : { kind: 'repeat', index: index - 1 };
}

/** The same good, as some export wrote it: line breaks, a lost control character, blanks, a no-break space. */
export function dirtyText(text: string, chance: number): string {
  if (fraction(chance, 50) >= 0.02) return text;
  return pick(
    [`${text}\r\n`, ` ${text} `, text.replace(' ', '\u00a0'), text.replace(' ', '\u0002 '), `${text}, `],
    chance,
    51,
  );
}
