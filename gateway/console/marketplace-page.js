/* global document */
import { actionBar } from './action-bar.js';
import { actionsTaken } from './actions-taken.js';
import { element, fill, foreign } from './element.js';
import { ask } from './graph.js';
import { overview } from './overview.js';
import { keepAsking } from './polling.js';
import { errorList } from './problems.js';
import { ONE, ONE_PUBLIC } from './queries.js';
import { reportView } from './report.js';
import { badge } from './states.js';
import { versionsView } from './versions.js';

const CHECKING_AGAIN_MS = 1_000;
const INDEXING_AGAIN_MS = 3_000;
const AGAIN_MS = 15_000;

/** One marketplace: how it does, what can be done with it, its versions and their reports. */
export function openMarketplace(main, { who, id, handover }) {
  const parts = Object.fromEntries(
    ['heading', 'actions', 'overview', 'report', 'versions', 'taken'].map((name) => [name, part()]),
  );
  const messages = element('div', {}, handover?.errors.length > 0 ? errorList(handover.errors) : []);
  fill(
    main,
    element('p', { class: 'back' }, element('a', { href: '#/' }, '← All marketplaces')),
    parts.heading.place,
    parts.actions.place,
    messages,
    parts.overview.place,
    parts.report.place,
    parts.versions.place,
    parts.taken.place,
  );
  document.title = `${id} · Pasar`;
  /** The version whose report is looked at; null for the newest. */
  let chosen = null;
  let shown = null;
  const bar = actionBar({ id, who, messages, changed: () => polling.afresh() });

  function draw(marketplace) {
    shown = marketplace;
    const { onboarding } = marketplace;
    document.title = `${marketplace.name} · Pasar`;
    parts.heading.draw([marketplace.name, marketplace.state], () => heading(marketplace));
    parts.actions.draw([marketplace.name, standing(onboarding)], () => bar.buttons(marketplace));
    parts.overview.draw({ ...marketplace, onboarding: standing(onboarding) }, () => overview(marketplace));
    if (!onboarding) return;
    const version = onboarding.versions.find((one) => one.version === chosen) ?? onboarding.versions[0];
    parts.report.draw(version, () => version && reportView(version));
    parts.versions.draw([standing(onboarding), version?.version], () =>
      versionsView({ id, onboarding, who, chosen: version?.version, choose, wish: bar.wish }),
    );
    parts.taken.draw(onboarding.actions, () => actionsTaken(onboarding.actions));
  }

  function choose(version) {
    chosen = version;
    draw(shown);
    parts.report.place.scrollIntoView({ block: 'start' });
  }

  const polling = keepAsking(async () => {
    const { data, errors } = await ask(who.manages ? ONE : ONE_PUBLIC, { ids: [id] });
    if (polling.isStopped()) return AGAIN_MS;
    const marketplace = data?.marketplaces[0];
    if (marketplace) draw(marketplace);
    else if (shown === null) fill(parts.heading.place, nothing(id, errors));
    return marketplace ? pauseFor(marketplace) : AGAIN_MS;
  });
  return polling.stop;
}

function heading({ id, name, state }) {
  return element(
    'div',
    { class: 'heading' },
    element(
      'div',
      {},
      element('div', { class: 'title' }, element('h1', {}, foreign(name)), badge(state)),
      element('code', { class: 'id' }, id),
    ),
  );
}

/** Sooner while something is on its way that people wait for. */
function pauseFor({ state, index, onboarding }) {
  if (onboarding?.versions.some(({ check }) => check.state === 'RUNNING')) return CHECKING_AGAIN_MS;
  const isArriving = state === 'LIVE' && ['WAITING', 'INDEXING'].includes(index.status);
  return isArriving ? INDEXING_AGAIN_MS : AGAIN_MS;
}

/** All that decides about buttons, without what only the report shows. */
function standing(onboarding) {
  return onboarding && JSON.stringify(onboarding, (key, value) => (key === 'results' ? undefined : value));
}

function nothing(id, errors) {
  if (errors.length > 0) return errorList(errors, 'Pasar can’t tell');
  return [
    element('h1', {}, 'Not found'),
    element('p', {}, 'There is no marketplace ', element('code', {}, id), ' that this token may see.'),
  ];
}

/** A place that is drawn anew only when what it shows has changed: what is folded open stays open. */
function part() {
  const place = element('div');
  let before;
  return {
    place,
    draw(content, view) {
      const now = JSON.stringify(content ?? null);
      if (now === before) return;
      before = now;
      fill(place, view());
    },
  };
}
