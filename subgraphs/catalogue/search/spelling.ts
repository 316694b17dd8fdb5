import { sql } from 'kysely';
import type { Database } from '../../database/connect';
import { editDistance } from '../../../adapters/core/edit-distance';
import type { TextTerms } from './text-match';

/** Similar words that are looked at, and those of them that may stand for a mistyped one. */
const LOOKED_AT = 20;
const CANDIDATES = 3;
/** Shorter words have too few trigrams to tell a slip from another word. */
const SHORTEST = 3;

/**
 * For a text that found nothing: each word that no title holds is replaced by the nearest ones that
 * some title does, found by trigrams (pg_trgm) and ranked by slips. Null when no word could be mended.
 */
export async function mendSpelling(db: Database, words: readonly string[]): Promise<TextTerms | null> {
  const terms = await Promise.all(words.map((word, i) => mendWord(db, word, i === words.length - 1)));
  return terms.some(([first], i) => first !== words[i]) ? terms : null;
}

async function mendWord(db: Database, word: string, isLast: boolean): Promise<readonly string[]> {
  if (word.length < SHORTEST || /\d/.test(word)) return [word];
  const { rows } = await sql<{ word: string; known: boolean; isPartners: boolean }>`
    select word, (word = ${word} or (${isLast} and starts_with(word, ${word}))) as known,
      partner is not null as "isPartners"
    from title_word
    where word % ${word} or (${isLast} and starts_with(word, ${word}))
    order by known desc, partner is not null, similarity(word, ${word}) desc, word
    limit ${LOOKED_AT}`.execute(db);
  if (rows.length === 0 || rows[0]?.known) return [word];
  // A word that one partner alone uses stands for a slip only where nothing else is like it.
  const own = rows.filter(({ isPartners }) => !isPartners);
  const similar = own.length > 0 ? own : rows;
  return nearest(
    word,
    similar.map((row) => row.word),
  ).slice(0, CANDIDATES);
}

/** The candidates with the fewest slips, in the order given. */
export function nearest(word: string, candidates: readonly string[]): readonly string[] {
  const distances = candidates.map((candidate) => editDistance(word, candidate));
  const least = Math.min(...distances);
  return candidates.filter((_, i) => distances[i] === least);
}
