import { failure, type CifFailure } from './cif-problem';

const READ_AS_IT_IS = /^(?:utf-?8|us-?ascii|ascii)$/i;
/** What decoding puts in the place of bytes that are no UTF-8. */
const LOST = '\ufffd';
const BEYOND_ASCII = /[\u0080-\uffff]/;

/**
 * Everything that comes over HTTP is decoded as UTF-8. A file in another character set is refused, unless it
 * uses none of the characters in which the two differ, as many that say `8859_1` do.
 */
export function charsetProblem(charset: string | null, text: string): CifFailure | null {
  if (charset === null) {
    return text.includes(LOST)
      ? failure('CHARSET', 1, 'CHARSET: is missing, and the file is not UTF-8; write it as UTF-8')
      : null;
  }
  if (READ_AS_IT_IS.test(charset) || !BEYOND_ASCII.test(text)) return null;
  return failure('CHARSET', 1, 'CHARSET: is none that is read here; write the file as UTF-8 and say so');
}
