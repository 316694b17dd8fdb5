import { cleanText } from '../core/clean-text';
import type { Finding } from './rule';

const MOST_FINDINGS = 20;
const LONGEST = { path: 200, expected: 200, got: 200, fix: 400 };
/** Shorter ones may stand in any text by chance, and would only make it unreadable. */
const SHORTEST_SECRET = 6;

/** So many findings, in texts that a person reads: short, without control characters, and without credentials. */
export function tidy(findings: readonly Finding[], secrets: readonly string[]): readonly Finding[] {
  const hidden = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  const text = (value: string, longest: number): string => {
    // Hidden before anything is cut: half a secret would not be found any more.
    const shown = hidden.reduce((told, secret) => told.replaceAll(secret, '[secret]'), value);
    const clean = cleanText(shown.slice(0, 4 * longest));
    return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
  };
  const shown = findings.slice(0, MOST_FINDINGS).map(({ path, expected, got, fix }) => ({
    path: text(path, LONGEST.path),
    expected: text(expected, LONGEST.expected),
    got: text(got, LONGEST.got),
    fix: text(fix, LONGEST.fix),
  }));
  const more = findings.length - shown.length;
  if (more === 0) return shown;
  const rest: Finding = {
    path: '$',
    expected: `no more than these ${MOST_FINDINGS}`,
    got: `${more} more like them`,
    fix: 'mend these first, then check again',
  };
  return [...shown, rest];
}
