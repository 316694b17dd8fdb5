import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inputError } from '../../input-error';
import type { OfferQuery } from './offer-query';
import type { TextTerms } from './text-match';

/** Where a page ended: the sort keys of its last hit, and what was searched. */
export interface SearchCursor {
  readonly keys: readonly string[];
  /** The words searched instead of the typed ones, if any: the next page must search the same. */
  readonly mended: TextTerms | null;
}

const wire = z.tuple([
  z.string(),
  z.array(z.string().max(300)).min(2).max(3),
  z
    .array(z.array(z.string().max(60)).max(3))
    .max(12)
    .nullable(),
]);

export function formatCursor(query: OfferQuery, { keys, mended }: SearchCursor): string {
  return Buffer.from(JSON.stringify([digest(query), keys, mended])).toString('base64url');
}

/** A cursor of this very search, or a clear error: a cursor of another one would give nonsense. */
export function parseCursor(query: OfferQuery, text: string): SearchCursor {
  const parsed = wire.safeParse(decode(text));
  if (!parsed.success)
    throw inputError('after', 'is not a cursor. Pass the endCursor of the page before, unchanged.');
  const [of, keys, mended] = parsed.data;
  if (of !== digest(query)) {
    throw inputError(
      'after',
      'is a cursor of another search. Text, filter and sort must stay the same from page to page.',
    );
  }
  return { keys, mended };
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

function digest(query: OfferQuery): string {
  return createHash('sha1').update(JSON.stringify(query)).digest('base64url').slice(0, 12);
}
