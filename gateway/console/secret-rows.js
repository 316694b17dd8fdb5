import { button, element, foreign } from './element.js';

/** Rows of a name and a value, for secrets. Values are typed in, sent once, and never shown. */
export function secretRows() {
  const place = element('div', { class: 'secrets' });

  function add(name = '') {
    const row = element(
      'div',
      { class: 'secret' },
      input({
        class: 'name',
        type: 'text',
        value: name,
        placeholder: 'Name, e.g. key',
        'aria-label': 'Name of the secret',
      }),
      input({ class: 'value', type: 'password', placeholder: 'Value', 'aria-label': 'Value of the secret' }),
      button('Remove', () => row.remove(), { class: 'small', 'aria-label': 'Remove this secret' }),
      element('p', { class: 'wrong-secret', role: 'alert' }),
    );
    place.append(row);
    return row;
  }

  const rows = () => [...place.children];
  const nameIn = (row) => row.querySelector('.name').value.trim();

  return {
    place,
    add,
    /** Those that were filled in; null where none was, so that the ones given before are used again. */
    given() {
      const filled = rows()
        .map((row) => ({ name: nameIn(row), value: row.querySelector('.value').value }))
        .filter(({ name, value }) => name !== '' || value !== '');
      return filled.length > 0 ? filled : null;
    },
    /** Shows what is wrong beside each, with a row for what is missing; gives the first. */
    mark(problems) {
      for (const row of rows()) row.querySelector('.wrong-secret').replaceChildren();
      const marked = problems.map(({ path, message }) => {
        const row = rows().find((one) => nameIn(one) === path) ?? takeEmpty(path);
        row.querySelector('.wrong-secret').replaceChildren(foreign(message));
        return row;
      });
      return marked[0]?.querySelector('.value') ?? null;
    },
    clear: () => place.replaceChildren(),
  };

  function takeEmpty(name) {
    const empty = rows().find((row) => nameIn(row) === '') ?? add();
    empty.querySelector('.name').value = name ?? '';
    return empty;
  }
}

function input(attributes) {
  return element('input', { autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', ...attributes });
}
