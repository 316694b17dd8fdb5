import { element, foreign } from './element.js';
import { healthFact, indexFact } from './facts.js';
import { badge, count } from './states.js';

/** Reports are for those who manage marketplaces. */
export function columnsFor({ manages }) {
  const columns = ['Name', 'State', 'Protocol', 'Offers', 'Index', 'Health'];
  return manages ? [...columns, 'Last report'] : columns;
}

export function listTable(columns) {
  const heads = columns.map((name) => element('th', { scope: 'col' }, name));
  const body = element('tbody');
  const table = element('table', {}, element('thead', {}, element('tr', {}, heads)), body);
  return { table, body };
}

const NOT_SERVED = '–';

/** A row of the list, and the cell that its report comes into. On a phone each cell names its column. */
export function listRow(marketplace, columns) {
  const { id, name, state, protocol, offerCount } = marketplace;
  const link = element('a', { href: `#/marketplaces/${encodeURIComponent(id)}` }, foreign(name));
  const contents = [
    [link, element('code', { class: 'id' }, id)],
    badge(state),
    protocol,
    count(offerCount),
    state === 'LIVE' ? indexFact(marketplace) : NOT_SERVED,
    state === 'LIVE' ? healthFact(marketplace) : NOT_SERVED,
    null,
  ];
  const cells = columns.map((column, at) =>
    element('td', { 'data-label': column, class: at === 3 ? 'number' : null }, contents[at]),
  );
  return { row: element('tr', { 'data-id': id }, cells), reportCell: cells[6] ?? null };
}
