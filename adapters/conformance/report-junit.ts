import type { ConformanceReport, Finding, RuleResult } from './rule';

/**
 * A report as JUnit XML, which most build servers read. A SHOULD that failed passes there, with its findings as
 * output: build servers know no such thing as a failure that stops no one.
 */
export function formatJunit({ marketplace, checkedAt, results }: ConformanceReport): string {
  const failures = results.filter(isFailure).length;
  const skipped = results.filter(({ outcome }) => outcome === 'SKIPPED').length;
  const seconds = results.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const suite = attributes({
    name: `pasar conformance: ${marketplace}`,
    timestamp: checkedAt.slice(0, 19), // the schema has no place for a zone
    tests: results.length,
    failures,
    errors: 0,
    skipped,
    time: seconds,
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `<testsuite ${suite}>`,
    ...results.map(formatCase),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function isFailure({ level, outcome }: RuleResult): boolean {
  return outcome === 'FAILED' && level === 'MUST';
}

function formatCase(result: RuleResult): string {
  const { id, level, title, durationMs } = result;
  const named = attributes({ name: `${id} ${title}`, classname: `pasar.${level}`, time: durationMs / 1000 });
  const inside = formatOutcome(result);
  return inside === '' ? `<testcase ${named}/>` : `<testcase ${named}>${inside}</testcase>`;
}

function formatOutcome(result: RuleResult): string {
  const { outcome, skipped, findings } = result;
  if (outcome === 'SKIPPED') return `<skipped ${attributes({ message: skipped ?? '' })}/>`;
  if (outcome === 'PASSED') return '';
  const text = escape(findings.map(formatFinding).join('\n\n'));
  if (!isFailure(result)) return `<system-out>${text}</system-out>`;
  const [first] = findings;
  const message = `${first?.path ?? '$'}: expected ${first?.expected ?? ''}, got ${first?.got ?? ''}`;
  return `<failure ${attributes({ message, type: 'MUST' })}>${text}</failure>`;
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
