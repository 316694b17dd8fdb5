import { age } from './ages.js';
import { element, foreign } from './element.js';
import { countResults } from './facts.js';
import { badge, count, counted } from './states.js';

/** The report of a version's check, rule by rule: first what must be mended, then what should be. */
export function reportView({ version, check }) {
  const { state, results, checkedAt, offersSeen } = check;
  const { kept, skipped, must, should } = countResults(results);
  const figures = [
    must.length > 0 && `${must.length} must be mended`,
    should.length > 0 && `${should.length} should be mended`,
    results.length > 0 && `${kept} kept`,
    skipped > 0 && `${skipped} not asked`,
    offersSeen !== null && `${count(offersSeen)} offers seen`,
  ].filter(Boolean);
  return element(
    'section',
    { class: 'panel report', 'aria-busy': state === 'RUNNING' ? 'true' : null },
    element(
      'header',
      {},
      element('h2', {}, `Report of version ${version}`),
      badge(state),
      checkedAt !== null && state !== 'RUNNING' && element('span', { class: 'beside' }, age(checkedAt)),
    ),
    state === 'RUNNING' && element('progress', { 'aria-label': 'The check is under way' }),
    element(
      'p',
      { class: 'quiet' },
      state === 'RUNNING' ? RUNNING : state === 'NONE' ? NONE : figures.join(' · '),
    ),
    state !== 'RUNNING' && rules(results),
  );
}

const RUNNING = 'Pasar is reading the marketplace and holds it to the rules. No order is placed.';
const NONE = 'This version has not been checked yet. A check only reads; it places no order.';

function rules(results) {
  const failed = results.filter(({ outcome }) => outcome === 'FAILED').sort(mustFirst);
  return [
    failed.length > 0 && element('ol', { class: 'rules' }, failed.map(failedRule)),
    folded(
      'kept',
      results.filter(({ outcome }) => outcome === 'PASSED'),
    ),
    folded(
      'not asked',
      results.filter(({ outcome }) => outcome === 'SKIPPED'),
    ),
  ];
}

function mustFirst(a, b) {
  return Number(b.level === 'MUST') - Number(a.level === 'MUST') || a.id.localeCompare(b.id);
}

function failedRule({ id, level, title, findings }) {
  return element(
    'li',
    { class: `rule ${level === 'MUST' ? 'bad' : 'warn'}` },
    element(
      'h3',
      {},
      element(
        'span',
        { class: `badge ${level === 'MUST' ? 'bad' : 'warn'}` },
        level === 'MUST' ? 'Must' : 'Should',
      ),
      element('code', {}, id),
      ' ',
      foreign(title),
    ),
    findings.slice(0, FINDINGS_SHOWN).map(findingView),
    findings.length > FINDINGS_SHOWN && moreFindings(findings.slice(FINDINGS_SHOWN)),
  );
}

/** Most are alike: what mends the first mends the others. */
const FINDINGS_SHOWN = 3;

function moreFindings(findings) {
  return element(
    'details',
    {},
    element('summary', {}, counted(findings.length, 'more finding')),
    findings.map(findingView),
  );
}

function findingView({ path, expected, got, fix }) {
  return element(
    'dl',
    { class: 'finding' },
    pair('Where', element('code', {}, foreign(path))),
    pair('Expected', foreign(expected)),
    pair('Got', foreign(got)),
    pair('To do', element('strong', {}, foreign(fix))),
  );
}

function pair(term, description) {
  return [element('dt', {}, term), element('dd', {}, description)];
}

function folded(word, results) {
  if (results.length === 0) return null;
  return element(
    'details',
    {},
    element('summary', {}, `${counted(results.length, 'rule')} ${word}`),
    element(
      'ul',
      { class: 'brief' },
      results.map(({ id, level, title, skipped }) =>
        element(
          'li',
          {},
          element('code', {}, id),
          ' ',
          element('span', { class: 'quiet' }, level === 'MUST' ? 'must' : 'should'),
          ' ',
          foreign(title),
          skipped !== null && element('span', { class: 'quiet' }, ' — ', foreign(skipped)),
        ),
      ),
    ),
  );
}
