import { sql } from 'kysely';
import type { Database } from '../../database/connect';
import type { TextTerms } from './text-match';

/** Words that may be meant by one that no title holds. */
const CANDIDATES = 3;
/** Shorter words have too few trigrams to tell a slip from another word. */
const SHORTEST = 3;

/**
 * For a text that found nothing: each word that no title holds is replaced by the most similar ones
 * that some title does (trigrams, pg_trgm). Null when no word could be mended.
 */
export async function mendSpelling(db: Database, words: readonly string[]): Promise<TextTerms | null> {
  const terms = await Promise.all(words.map((word, i) => mendWord(db, word, i === words.length - 1)));
  const mended = terms.some((candidates, i) => candidates[0] !== words[i]);
  return mended && terms.every((candidates) => candidates.length > 0) ? terms : null;
}

async function mendWord(db: Database, word: string, isLast: boolean): Promise<readonly string[]> {
  if (word.length < SHORTEST || /\d/.test(word)) return [word];
  const { rows } = await sql<{ word: string; known: boolean; alike: number }>`
    select word, similarity(word, ${word}) as alike,
           (word = ${word} or (${isLast} and starts_with(word, ${word}))) as known
    from title_word
    where word % ${word} or (${isLast} and starts_with(word, ${word}))
    order by known desc, alike desc, word
    limit ${CANDIDATES}`.execute(db);
  if (rows.length === 0) return [word];
  return rows[0]?.known ? [word] : rows.map((row) => row.word);
}
