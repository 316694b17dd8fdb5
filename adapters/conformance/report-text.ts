import type { ConformanceReport, Finding, RuleResult } from './rule';

const MARKS: Record<RuleResult['outcome'], string> = { PASSED: '✓', FAILED: '✗', SKIPPED: '–' };
/** Under the titles. */
const INDENT = ' '.repeat(21);

/** One rule with what it found: `LIVE-10  MUST    ✗  title`, and its findings below. */
export function formatResult({ id, level, title, outcome, skipped, findings }: RuleResult): string {
  const why = skipped === null ? '' : ` (${skipped})`;
  const line = `${id.padEnd(9)} ${level.padEnd(7)} ${MARKS[outcome]}  ${title}${why}`;
  return [line, ...findings.map(formatFinding)].join('\n');
}

function formatFinding({ path, expected, got, fix }: Finding): string {
  return [path, `  expected  ${expected}`, `  got       ${got}`, `  fix       ${fix}`]
    .map((line) => INDENT + line)
    .join('\n');
}

/** `312 offers seen; 24 passed, 2 failed (1 MUST, 1 SHOULD), 9 skipped. Does not conform.` */
export function formatSummary({
  results,
  conforms,
  offersSeen,
  answered,
}: Omit<ConformanceReport, 'marketplace'>): string {
  const count = (outcome: RuleResult['outcome'], level?: RuleResult['level']): number =>
    results.filter((each) => each.outcome === outcome && (level ?? each.level) === each.level).length;
  const failed = count('FAILED');
  const which = failed === 0 ? '' : ` (${count('FAILED', 'MUST')} MUST, ${count('FAILED', 'SHOULD')} SHOULD)`;
  const verdict = conforms
    ? 'Conforms.'
    : answered
      ? 'Does not conform: every MUST has to pass.'
      : 'Could not be checked: no request was answered.';
  return (
    `${offersSeen} offers seen; ${count('PASSED')} passed, ${failed} failed${which}, ` +
    `${count('SKIPPED')} skipped. ${verdict}`
  );
}
