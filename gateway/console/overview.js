import { age } from './ages.js';
import { element, foreign } from './element.js';
import { healthFact, indexFact, liveFact } from './facts.js';
import { count, counted } from './states.js';

const ORDERING = {
  DIRECT: 'Orders are sent to it',
  PUNCHOUT: 'Baskets are filled on its pages',
  HANDOFF: 'Buyers order on its pages',
  NONE: 'Not through Pasar',
};

/** How a marketplace does now: offers, index, health, and what of it was not understood. */
export function overview(marketplace) {
  const { protocol, offerCount, ordering, index, rejections, state, onboarding } = marketplace;
  const isServed = state === 'LIVE';
  const facts = [
    ['Offers', count(offerCount)],
    ['Protocol', protocol],
    onboarding?.liveVersion && ['Live', liveFact(onboarding.versions, onboarding.liveVersion)],
    onboarding?.suspendedBy && ['Suspended by', onboarding.suspendedBy],
    onboarding?.suspendedBy && ['Reason', foreign(reasonOf(onboarding) ?? 'none was given')],
    isServed && ['Index', indexFact(marketplace)],
    isServed && ['Health', healthFact(marketplace)],
    isServed && ['Ordering', ORDERING[ordering] ?? ordering],
    isServed && ['Not understood', counted(index.rejectedCount, 'record')],
  ].filter(Boolean);
  return element(
    'section',
    { class: 'panel', 'aria-label': 'Overview' },
    element(
      'dl',
      { class: 'facts' },
      facts.map(([term, fact]) => element('div', {}, element('dt', {}, term), element('dd', {}, fact))),
    ),
    index.problems.length > 0 &&
      element(
        'ul',
        { class: 'brief warn' },
        index.problems.map((problem) => element('li', {}, foreign(problem))),
      ),
    rejections.rejected.length > 0 && rejectedRecords(rejections.rejected),
  );
}

/** Actions come newest first. */
function reasonOf({ actions }) {
  return actions.find(({ action }) => action === 'SUSPENDED')?.note;
}

function rejectedRecords(rejected) {
  return element(
    'details',
    {},
    element('summary', {}, 'The latest records that were not understood'),
    element(
      'ul',
      { class: 'brief' },
      rejected.map(({ recordId, reason, seenAt }) =>
        element(
          'li',
          {},
          element('code', {}, foreign(recordId)),
          ' ',
          foreign(reason),
          ' ',
          element('span', { class: 'quiet' }, age(seenAt)),
        ),
      ),
    ),
  );
}
