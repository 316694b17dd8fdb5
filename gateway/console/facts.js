import { age } from './ages.js';
import { element } from './element.js';
import { mark } from './states.js';

/** How far a marketplace's part of the index is, and how old. */
export function indexFact({ index: { status, completedAt, observedAt } }) {
  const latest = [completedAt, observedAt].filter((instant) => instant !== null).sort();
  return [mark(status), latest.length > 0 && element('span', { class: 'beside' }, age(latest.at(-1)))];
}

/** How it does in live reads. */
export function healthFact({ health }) {
  if (health === null) return element('span', { class: 'mark quiet' }, 'Not asked lately');
  const { state, failureRate, p95 } = health;
  const figures = [
    failureRate !== null && failureRate > 0 && `${Math.round(failureRate * 100)} % fail`,
    p95 !== null && `p95 ${Math.round(p95)} ms`,
  ].filter(Boolean);
  return [mark(state), figures.length > 0 && element('span', { class: 'beside' }, figures.join(', '))];
}

/** Pure: what became of a check, counted. */
export function countResults(results) {
  const failed = results.filter(({ outcome }) => outcome === 'FAILED');
  return {
    kept: results.filter(({ outcome }) => outcome === 'PASSED').length,
    skipped: results.filter(({ outcome }) => outcome === 'SKIPPED').length,
    must: failed.filter(({ level }) => level === 'MUST'),
    should: failed.filter(({ level }) => level !== 'MUST'),
  };
}

/** The last report in a cell, with its version; where another version is served, how that one did too. */
export function reportFact({ versions, liveVersion }) {
  const newest = versions[0];
  if (newest === undefined) return null;
  const live =
    liveVersion === null || liveVersion === newest.version ? null : liveFact(versions, liveVersion);
  return [
    element('div', {}, element('span', { class: 'quiet' }, `Version ${newest.version}: `), verdict(newest)),
    live !== null && element('div', {}, element('span', { class: 'quiet' }, 'Live: '), live),
  ];
}

/** The version that is served, and what its check found; of an old one that is not known. */
export function liveFact(versions, liveVersion) {
  const live = versions.find(({ version }) => version === liveVersion);
  return [`version ${liveVersion} `, live !== undefined && mark(live.check.state)];
}

function verdict({ check: { state, results } }) {
  if (state === 'NONE' || state === 'RUNNING') return mark(state);
  const { kept, must, should } = countResults(results);
  if (must.length > 0)
    return [
      element('span', { class: 'mark bad' }, `${must.length} must be mended`),
      element('span', { class: 'beside' }, `${idsOf(must)}; ${kept} kept`),
    ];
  return [
    element('span', { class: 'mark good' }, `${kept} kept`),
    should.length > 0 && element('span', { class: 'beside' }, `should mend ${idsOf(should)}`),
  ];
}

const IDS_SHOWN = 4;

function idsOf(results) {
  const more = results.length - IDS_SHOWN;
  const ids = results.slice(0, IDS_SHOWN).map(({ id }) => id);
  return more > 0 ? `${ids.join(', ')} and ${more} more` : ids.join(', ');
}
