/**
 * Text as words to search for: lower case, without accents, divided at whatever is neither letter nor
 * digit. Titles and questions go through this alike, so that PostgreSQL's parser, which would read
 * "TN-2380" as a word and a negative number, never sees a mark.
 */
export function searchWords(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
