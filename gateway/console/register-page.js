/* global document */
import { definitionEditor } from './definition-editor.js';
import { announce, button, element, fill, foreign } from './element.js';
import { ask } from './graph.js';
import { errorList, problemList } from './problems.js';
import { CHECK_VERSION, DOCUMENTS, REGISTER } from './queries.js';
import { secretRows } from './secret-rows.js';

/** Takes a definition and its secrets; what was registered is checked at once. */
export function openRegister(main, { id, visit }) {
  const title = id === undefined ? 'Register a marketplace' : 'New version';
  const messages = element('div');
  const editor = definitionEditor({ onRefused: (message) => fill(messages, errorList([{ message }])) });
  const secrets = secretRows();
  const doing = element('span', { class: 'quiet', role: 'status' });
  const submit = element('button', { type: 'submit', class: 'primary' }, 'Register');
  const file = element('input', {
    type: 'file',
    class: 'unseen',
    tabindex: '-1',
    'aria-hidden': 'true',
    accept: '.yaml,.yml,.json',
    on: { change: () => editor.read(file.files[0]) },
  });
  let isLeft = false;

  fill(
    main,
    element('p', { class: 'back' }, element('a', { href: id ? pathOf(id) : '#/' }, '← Back')),
    element('h1', {}, title, id !== undefined && [' of ', foreign(id)]),
    element(
      'p',
      { class: 'quiet' },
      'A definition (*.pasar.yaml) says who the marketplace is and how it is read. Registering serves nothing: it is ' +
        'checked first, and then you publish it.',
    ),
    element(
      'form',
      { class: 'panel', novalidate: true, on: { submit: register } },
      element(
        'div',
        { class: 'line between' },
        element('label', { for: 'definition' }, 'Definition'),
        element(
          'span',
          {},
          file,
          button('Choose a file…', () => file.click(), { class: 'small' }),
        ),
      ),
      editor.place,
      messages,
      element(
        'fieldset',
        {},
        element('legend', {}, 'Secrets'),
        element('p', { class: 'quiet' }, id === undefined ? SECRETS : SECRETS_AGAIN),
        secrets.place,
        button('Add a secret', () => secrets.add().querySelector('.name').focus(), { class: 'small' }),
      ),
      element('div', { class: 'tools' }, submit, doing),
    ),
  );
  document.title = `${title} · Pasar`;
  if (id === undefined) secrets.add();
  else void bringLast();

  /** Most new versions change a line of the one before. */
  async function bringLast() {
    const { data, errors } = await ask(DOCUMENTS, { ids: [id] });
    const last = data?.marketplaces[0]?.onboarding?.versions[0];
    if (isLeft) return;
    if (last === undefined) fill(messages, errors.length > 0 && errorList(errors));
    else if (editor.text() === '') editor.setText(last.document);
  }

  async function register(event) {
    event.preventDefault();
    if (submit.disabled) return;
    setDoing('Registering…');
    const credentials = secrets.given();
    const { data, errors } = await ask(REGISTER, {
      input: { document: editor.text(), ...(credentials !== null && { credentials }) },
    });
    const { marketplace = null, problems = [] } = data?.done ?? {};
    if (errors.length > 0 || problems.length > 0) return refuse(errors, problems);
    secrets.clear();
    setDoing('Registered. It is being checked…');
    const check = await ask(CHECK_VERSION, { id: marketplace.id });
    if (!isLeft) visit(pathOf(marketplace.id), { errors: check.errors });
  }

  function refuse(errors, problems) {
    setDoing('');
    const wrong = problems.filter(({ kind }) => kind === 'CREDENTIALS');
    const others = problems.filter(({ kind }) => kind !== 'CREDENTIALS');
    fill(
      messages,
      errors.length > 0 && errorList(errors),
      others.length > 0 && problemList('It is not registered', others, editor.go),
    );
    editor.mark(others.flatMap(({ line }) => line ?? []));
    const first = secrets.mark(wrong);
    const [place] = others.filter(({ line }) => line !== null);
    if (place) editor.go(place);
    else first?.focus();
    if (wrong.length > 0) announce('It is not registered: see the secrets.');
  }

  function setDoing(text) {
    doing.textContent = text;
    submit.disabled = text !== '';
  }

  return () => {
    isLeft = true;
    secrets.clear();
  };
}

const SECRETS =
  'What the definition’s way of signing in needs, for example key, or clientId and clientSecret. They are sealed and ' +
  'never shown again.';
const SECRETS_AGAIN =
  'Left out, the secrets of the version before are used again. Give all of them, or none.';

function pathOf(id) {
  return `#/marketplaces/${encodeURIComponent(id)}`;
}
