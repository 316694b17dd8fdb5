/* global document */
import { element, fill } from './element.js';
import { ask } from './graph.js';
import { columnsFor, listRow, listTable } from './list-row.js';
import { keepAsking } from './polling.js';
import { errorList } from './problems.js';
import { LIST, OWN } from './queries.js';
import { askReports } from './row-reports.js';
import { stateChips } from './state-chips.js';
import { count, counted, stateText } from './states.js';

/** More rows than this nobody reads: the filter finds the others. */
const MOST_ROWS = 200;
const AGAIN_MS = 15_000;

/** All marketplaces that one may see; a partner's own. */
export function openList(main, { who }) {
  const title = who.isPartner ? 'Your marketplace' : 'Marketplaces';
  const summary = element('p', { class: 'quiet', role: 'status' }, 'Loading…');
  const chips = stateChips((wanted) => {
    filter.value = wanted;
    draw();
  });
  const filter = element('input', {
    type: 'search',
    placeholder: 'Name, id, protocol or state',
    'aria-label': 'Filter marketplaces',
    autocomplete: 'off',
    spellcheck: 'false',
    on: { input: () => draw() },
  });
  const columns = columnsFor(who);
  const { table, body } = listTable(columns);
  const messages = element('div');
  fill(
    main,
    element(
      'div',
      { class: 'heading' },
      element('h1', {}, title),
      element('div', { class: 'tools' }, filter),
    ),
    element('div', { class: 'tools chips' }, summary, chips.place),
    messages,
    element('div', { class: 'panel flush' }, table),
  );
  document.title = `${title} · Pasar`;

  let marketplaces = [];
  const rows = new Map();
  const reports = who.manages ? askReports((id) => rows.get(id)) : null;

  function draw() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = marketplaces.filter(({ text }) => words.every((word) => text.includes(word)));
    const focused = document.activeElement;
    fill(
      body,
      found.slice(0, MOST_ROWS).map(({ marketplace }) => rowOf(marketplace).row),
    );
    if (body.contains(focused)) focused.focus();
    table.hidden = found.length === 0;
    chips.draw(marketplaces, filter.value);
    summary.textContent = summaryOf(found);
  }

  /** A row is made anew only when what it shows has changed. */
  function rowOf(marketplace) {
    const { id } = marketplace;
    const content = JSON.stringify(marketplace);
    const known = rows.get(id);
    if (known?.content === content) return known;
    const made = { content, marketplace, ...listRow(marketplace, columns) };
    rows.set(id, made);
    reports?.watch(made);
    return made;
  }

  function summaryOf(found) {
    if (marketplaces.length === 0)
      return who.isPartner
        ? 'Nothing is registered yet. Register the marketplace to begin.'
        : 'There are none.';
    const shown = Math.min(found.length, MOST_ROWS);
    const cut =
      found.length > shown ? ` The first ${shown} are shown; narrow the filter for the others.` : '';
    return found.length === marketplaces.length
      ? counted(found.length, 'marketplace') + '.' + cut
      : `${count(found.length)} of ${counted(marketplaces.length, 'marketplace')} fit the filter.${cut}`;
  }

  const polling = keepAsking(async () => {
    const { data, errors } = await ask(who.isPartner ? OWN : LIST);
    if (polling.isStopped()) return AGAIN_MS;
    fill(messages, errors.length > 0 && errorList(errors, 'Pasar can’t tell'));
    if (data !== null) {
      marketplaces = data.marketplaces
        .filter(({ onboarding }) => !who.isPartner || onboarding !== null)
        .map((marketplace) => ({
          marketplace,
          states: statesOf(marketplace),
          text: searchText(marketplace),
        }));
      draw();
    }
    return AGAIN_MS;
  });
  return () => {
    polling.stop();
    reports?.stop();
  };
}

function statesOf({ state, index, health }) {
  return [state, ...(state === 'LIVE' ? [index.status] : []), ...(health === null ? [] : [health.state])];
}

function searchText(marketplace) {
  const { id, name, protocol } = marketplace;
  return [name, id, protocol, ...statesOf(marketplace).map(stateText)].join(' ').toLowerCase();
}
