import { button, element, foreign } from './element.js';
import { counted } from './states.js';

const KINDS = {
  DEFINITION: 'Definition',
  CREDENTIALS: 'Secrets',
  NOT_CHECKED: 'Not checked',
  COMPOSITION: 'Does not fit into the graph',
  BREAKING_CHANGE: 'Would break clients',
  STATE: 'Not possible now',
};

/** Kinds whose message says itself what it is about. */
const SELF_NAMING = new Set(['BREAKING_CHANGE', 'CREDENTIALS']);

/** Why something was not done, one by one. `onPlace` is called with a problem whose line is wanted. */
export function problemList(title, problems, onPlace) {
  return element(
    'div',
    { class: 'problems', role: 'alert' },
    element('h3', {}, title),
    element(
      'ul',
      {},
      [...problems].sort(byLine).map((problem) => element('li', {}, problemView(problem, onPlace))),
    ),
  );
}

/** Errors of the graph, in its words. */
export function errorList(errors, title = 'Pasar did not do that') {
  return element(
    'div',
    { class: 'problems', role: 'alert' },
    element('h3', {}, title),
    element(
      'ul',
      {},
      errors.map(({ message, extensions }) =>
        element(
          'li',
          {},
          element('p', { class: 'said' }, foreign(message)),
          extensions?.code && element('p', { class: 'where' }, element('code', {}, extensions.code)),
        ),
      ),
    ),
  );
}

function problemView({ kind, message, path, line, column, operations }, onPlace) {
  const isNamed = SELF_NAMING.has(kind) && message.includes(path);
  const place = line === null ? null : `line ${line}:${column ?? 1}`;
  return [
    element('p', { class: 'said' }, foreign(path && !isNamed ? `${path}: ${message}` : message)),
    element(
      'p',
      { class: 'where' },
      element('span', { class: 'kind' }, KINDS[kind] ?? kind),
      place !== null &&
        (onPlace
          ? button(place, () => onPlace({ line, column }), { class: 'link' })
          : element('span', {}, place)),
      operations !== null &&
        element('span', {}, `${counted(operations, 'operation')} of the last 30 days would fail`),
    ),
  ];
}

/** As they stand in the definition; what has no place comes last. */
function byLine(a, b) {
  return (a.line ?? Infinity) - (b.line ?? Infinity) || 0;
}
