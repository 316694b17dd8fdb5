import { decodeHTMLStrict } from 'entities';
import { cleanText, textOrNull } from './clean-text';

/** `<` is a sign of its own in `<10m`. What ends at the next `<` is looked at once, however many there are. */
const TAG = /<[a-z/!][^<>]*>/gi;
/** As long as the longest name, and as code points are: a thousand digits are no character. */
const ENTITY = /&(?:[a-z][a-z\d]{1,31}|#\d{1,7}|#x[\da-f]{1,6});/gi;
/** What a cut leaves of a tag or an entity. */
const CUT_OFF = /(?:<[a-z/!][^<>]*|&[#\da-z]{0,32})$/i;
/** Characters of markup that are looked at for one of text. */
const MARKUP = 8;

/** Plain text from a field that may carry HTML: shops write names and descriptions as their pages show them. */
export function textFromHtml(html: string | null | undefined): string | null {
  if (html === null || html === undefined) return null;
  // Once more behind the entities: shops escape twice, and what is escaped must not come out as a tag.
  const decoded = withoutTags(html).replace(ENTITY, (entity) => decodeHTMLStrict(entity));
  return textOrNull(withoutTags(decoded));
}

/**
 * A stranger's text as plain text of at most so many characters. It is cut before it is cleaned as well: no one's
 * megabytes are cleaned only to be thrown away.
 */
export function foreignText(text: string | null | undefined, longest: number): string | null {
  if (text === null || text === undefined) return null;
  const most = longest * MARKUP;
  const plain = textFromHtml(text.length > most ? text.slice(0, most).replace(CUT_OFF, '') : text);
  return plain === null || plain.length <= longest ? plain : cleanText(plain.slice(0, longest));
}

function withoutTags(text: string): string {
  return text.replace(TAG, ' ');
}

/** Text that names something, and would name another if it were cut: null where it is longer than that. */
export function foreignCode(text: string, longest: number): string | null {
  const code = text.length > 2 * longest ? null : cleanText(text);
  return code === null || code.length > longest ? null : code;
}
