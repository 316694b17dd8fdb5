import { element, foreign } from './element.js';
import { healthFact, indexFact } from './facts.js';
import { badge, count } from './states.js';

/** A row of the list, and the cell that its report comes into. On a phone each cell names its column. */
export function listRow(marketplace, columns) {
  const { id, name, state, protocol, offerCount } = marketplace;
  const link = element('a', { href: `#/marketplaces/${encodeURIComponent(id)}` }, foreign(name));
  const contents = [
    [link, element('code', { class: 'id' }, id)],
    badge(state),
    protocol,
    count(offerCount),
    indexFact(marketplace),
    healthFact(marketplace),
    null,
  ];
  const cells = columns.map((column, at) =>
    element('td', { 'data-label': column, class: at === 3 ? 'number' : null }, contents[at]),
  );
  return { row: element('tr', { 'data-id': id }, cells), reportCell: cells[6] ?? null };
}
