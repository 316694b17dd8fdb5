import type { ConformanceReport, Finding, RuleResult } from './rule';

/** One test case of JUnit's: it passes unless something is said of it. */
export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly seconds: number;
  readonly failure?: { readonly type: string; readonly message: string; readonly text: string };
  /** Why it was not run. */
  readonly skipped?: string;
  readonly output?: string;
}

/** A suite as JUnit XML, which most build servers read. */
export function junitOf(
  { name, checkedAt }: { readonly name: string; readonly checkedAt: string },
  cases: readonly JunitCase[],
): string {
  const suite = attributes({
    name,
    timestamp: checkedAt.slice(0, 19), // the schema has no place for a zone
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure !== undefined).length,
    errors: 0,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
    time: cases.reduce((sum, { seconds }) => sum + seconds, 0),
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `<testsuite ${suite}>`,
    ...cases.map(formatCase),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/**
 * A report as JUnit XML. A SHOULD that failed passes there, with its findings as output: build servers know no
 * such thing as a failure that stops no one.
 */
export function formatJunit({
  marketplace,
  checkedAt,
  results,
}: Pick<ConformanceReport, 'checkedAt' | 'results'> & { readonly marketplace: string | null }): string {
  return junitOf({ name: `pasar conformance: ${marketplace ?? ''}`, checkedAt }, results.map(caseOf));
}

function caseOf({ id, level, title, outcome, skipped, findings, durationMs }: RuleResult): JunitCase {
  const named = { name: `${id} ${title}`, classname: `pasar.${level}`, seconds: durationMs / 1000 };
  if (outcome === 'SKIPPED') return { ...named, skipped: skipped ?? '' };
  if (outcome === 'PASSED') return named;
  const text = findings.map(formatFinding).join('\n\n');
  if (level !== 'MUST') return { ...named, output: text };
  const [first] = findings;
  const message = `${first?.path ?? '$'}: expected ${first?.expected ?? ''}, got ${first?.got ?? ''}`;
  return { ...named, failure: { type: 'MUST', message, text } };
}

function formatCase({ name, classname, seconds, ...told }: JunitCase): string {
  const named = attributes({ name, classname, time: seconds });
  const inside = formatOutcome(told);
  return inside === '' ? `<testcase ${named}/>` : `<testcase ${named}>${inside}</testcase>`;
}

function formatOutcome({
  failure,
  skipped,
  output,
}: Omit<JunitCase, 'name' | 'classname' | 'seconds'>): string {
  if (skipped !== undefined) return `<skipped ${attributes({ message: skipped })}/>`;
  if (output !== undefined) return `<system-out>${escape(output)}</system-out>`;
  if (failure === undefined) return '';
  const { message, type, text } = failure;
  return `<failure ${attributes({ message, type })}>${escape(text)}</failure>`;
}

function formatFinding({ path, expected, got, fix }: Finding): string {
  return `${path}\nexpected: ${expected}\ngot: ${got}\nfix: ${fix}`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escape(String(value))}"`)
    .join(' ');
}

/** Whatever XML 1.0 has no way to write, escaped or not (Char, section 2.2). */
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escape(text: string): string {
  return text
    .toWellFormed()
    .replace(NO_XML, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
