import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inputError } from '../../input-error';
import type { OfferQuery } from './offer-query';
import { sortKeys, type SortKey } from './sorting';
import { termsOf, type TextTerms } from './text-match';

/** Where a page ended: the sort keys of its last hit, and what was searched. */
export interface SearchCursor {
  readonly keys: readonly string[];
  /** The words searched instead of the typed ones, if any: the next page must search the same. */
  readonly mended: TextTerms | null;
}

const wire = z.tuple([
  z.string(),
  z.array(z.string().max(320)),
  z
    .array(
      z
        .array(z.string().regex(/^[\p{L}\p{N}]{1,200}$/u))
        .min(1)
        .max(3),
    )
    .max(12)
    .nullable(),
]);

/** A key must read as what it is compared with: a cursor is nobody's way to make the database fail. */
const KEY_TEXT: Readonly<Record<SortKey['type'], RegExp>> = {
  bigint: /^-?\d{1,18}$/,
  numeric: /^-?\d{1,40}(\.\d{1,40})?$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/,
  text: /^[\w:.%~-]+$/,
};

export function formatCursor(query: OfferQuery, { keys, mended }: SearchCursor): string {
  return Buffer.from(JSON.stringify([digest(query), keys, mended])).toString('base64url');
}

/** A cursor of this very search, or a clear error: a cursor of another one would give nonsense. */
export function parseCursor(query: OfferQuery, text: string): SearchCursor {
  const parsed = wire.safeParse(decode(text));
  const notACursor = inputError(
    'after',
    'is not a cursor. Pass the endCursor of the page before, unchanged.',
  );
  if (!parsed.success) throw notACursor;
  const [of, keys, mended] = parsed.data;
  if (of !== digest(query)) {
    throw inputError(
      'after',
      'is a cursor of another search. Text, filter and sort must stay the same from page to page.',
    );
  }
  const expected = sortKeys(query, mended ?? termsOf(query));
  if (keys.length !== expected.length || !expected.every(({ type }, i) => KEY_TEXT[type].test(keys[i] ?? '')))
    throw notACursor;
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
