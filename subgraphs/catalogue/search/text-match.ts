import { sql, type RawBuilder } from 'kysely';
import type { OfferQuery } from './offer-query';

/**
 * What a hit's title must hold: one entry per word typed, each with the words that may stand for it.
 * Empty for a text of marks alone, which only an article number can match.
 */
export type TextTerms = readonly (readonly string[])[];

/** What was typed, as terms; null where nothing was. */
export function termsOf({ text, words }: Pick<OfferQuery, 'text' | 'words'>): TextTerms | null {
  return text === '' ? null : words.map((word) => [word]);
}

/**
 * All terms must match, each in one of its words. A word matches as written or by its Indonesian stem
 * ("makanan" finds "makan"); the last one also as a beginning, for someone who is still typing.
 */
export function tsquery(terms: TextTerms): RawBuilder<unknown> {
  const parts = terms.map((words, i) => {
    const isLast = i === terms.length - 1;
    const alternatives = words.map(
      (word) =>
        sql`(to_tsquery('simple', ${quote(word) + (isLast ? ':*' : '')}) || to_tsquery('indonesian', ${quote(word)}))`,
    );
    return sql`(${sql.join(alternatives, sql` || `)})`;
  });
  return sql`(${sql.join(parts, sql` && `)})`;
}

/** Words are letters and digits only (`searchWords`); quoting keeps them from being read as operators. */
function quote(word: string): string {
  return `'${word.replace(/['\\]/g, '')}'`;
}
