import { SaxesParser } from 'saxes';
import { formatJunit } from '../../../adapters/conformance/report-junit';
import { formatResult, formatSummary } from '../../../adapters/conformance/report-text';
import type { ConformanceReport, Finding } from '../../../adapters/conformance/rule';

const finding: Finding = {
  path: '$.data[3].price',
  expected: 'an exact amount',
  got: '"10 <ribu>" & \'more\'',
  fix: 'correct price',
};
const rule = { title: 'it is as it should be', durationMs: 12, skipped: null, findings: [] } as const;
const REPORT: ConformanceReport = {
  marketplace: 'toko-baik',
  checkedAt: '2026-03-02T03:04:05.678Z',
  conforms: false,
  offersSeen: 25,
  answered: true,
  results: [
    { ...rule, id: 'LIVE-01', level: 'MUST', outcome: 'PASSED' },
    { ...rule, id: 'LIVE-02', level: 'MUST', outcome: 'FAILED', findings: [finding, finding] },
    { ...rule, id: 'LIVE-20', level: 'SHOULD', outcome: 'FAILED', findings: [finding] },
    { ...rule, id: 'LIVE-30', level: 'MUST', outcome: 'SKIPPED', skipped: 'it asks for no credentials' },
  ],
};

it('as text: a line per rule, what it found below, and a verdict', () => {
  expect([...REPORT.results.map(formatResult), '', formatSummary(REPORT)].join('\n'))
    .toBe(`LIVE-01   MUST    ✓  it is as it should be
LIVE-02   MUST    ✗  it is as it should be
                     $.data[3].price
                       expected  an exact amount
                       got       "10 <ribu>" & 'more'
                       fix       correct price
                     $.data[3].price
                       expected  an exact amount
                       got       "10 <ribu>" & 'more'
                       fix       correct price
LIVE-20   SHOULD  ✗  it is as it should be
                     $.data[3].price
                       expected  an exact amount
                       got       "10 <ribu>" & 'more'
                       fix       correct price
LIVE-30   MUST    –  it is as it should be (it asks for no credentials)

25 offers seen; 1 passed, 2 failed (1 MUST, 1 SHOULD), 1 skipped. Does not conform: every MUST has to pass.`);
});

it('as text: says that it conforms when no MUST failed', () => {
  const results = REPORT.results.filter(({ id }) => id !== 'LIVE-02');
  expect(formatSummary({ ...REPORT, conforms: true, results })).toMatch(
    /1 failed \(0 MUST, 1 SHOULD\), 1 skipped\. Conforms\.$/,
  );
});

describe('as JUnit XML', () => {
  interface Element {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    text: string;
  }

  /** All elements in order; throws for what is no well-formed XML. */
  const parse = (xml: string): Element[] => {
    const parser = new SaxesParser();
    const elements: Element[] = [];
    const open: Element[] = [];
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      const element = { name, attributes: attributes as Record<string, string>, text: '' };
      elements.push(element);
      open.push(element);
    });
    parser.on('text', (text) => {
      const inner = open.at(-1);
      if (inner) inner.text += text;
    });
    parser.on('closetag', () => open.pop());
    parser.write(xml).close();
    return elements;
  };

  it('counts, and fails for what must be alone', () => {
    const elements = parse(formatJunit(REPORT));
    expect(elements.map(({ name }) => name)).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
      'testcase',
      'failure',
      'testcase',
      'system-out',
      'testcase',
      'skipped',
    ]);
    expect(elements[1]?.attributes).toEqual({
      name: 'pasar conformance: toko-baik',
      timestamp: '2026-03-02T03:04:05',
      tests: '4',
      failures: '1',
      errors: '0',
      skipped: '1',
      time: '0.048',
    });
    expect(elements[4]?.attributes['message']).toBe(
      `$.data[3].price: expected an exact amount, got "10 <ribu>" & 'more'`,
    );
    expect(elements[6]?.text).toContain(`got: "10 <ribu>" & 'more'`);
  });

  it.each([
    ['markup', ']]></failure><script>&amp;'],
    ['control characters', 'a\u0000b\u001b[31mc\u0008'],
    ['what is no character', 'a\ufffe\uffffb'],
    ['half an emoji', 'a\ud83db'],
    ['a whole one', '🙂'],
  ])('is well-formed whatever a finding holds: %s', (_, got) => {
    const results = REPORT.results.map((result) => ({
      ...result,
      title: got,
      findings: [{ ...finding, got }],
    }));
    expect(parse(formatJunit({ ...REPORT, results })).length).toBeGreaterThan(4);
  });
});
