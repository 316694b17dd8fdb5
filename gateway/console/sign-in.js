import { button, element, fill, foreign } from './element.js';
import { currentToken, forgetToken, keepToken, sandboxTokens } from './token.js';

/** Shows who is asking in `place`, and in `panel` takes a token where there is none or it is not believed. */
export function createSignIn({ place, panel, changed }) {
  const field = element('input', {
    id: 'token',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'Paste a token (JWT)',
    'aria-describedby': 'token-problem',
  });
  const problem = element('p', { id: 'token-problem', class: 'said bad', role: 'alert' });
  const sandbox = element('span', { class: 'tools' });
  fill(
    panel,
    element('h2', { id: 'sign-in-title' }, 'Sign in'),
    element(
      'p',
      { class: 'quiet' },
      'With a token of role PARTNER or ADMIN. It is kept in this tab until it is closed, and sent to this server only.',
    ),
    element(
      'form',
      { class: 'tools', on: { submit } },
      element('label', { for: 'token', class: 'unseen' }, 'Token'),
      field,
      element('button', { type: 'submit', class: 'primary' }, 'Use token'),
      sandbox,
    ),
    problem,
  );

  function submit(event) {
    event.preventDefault();
    take(field.value.replace(/^Bearer\s+/i, '').trim());
  }

  function take(token) {
    if (token === '') return field.focus();
    field.value = '';
    keepToken(token);
    changed();
  }

  async function offerSandbox() {
    const tokens = await sandboxTokens();
    const roles = MANAGERS.filter((role) => tokens[role]);
    if (roles.length === 0) return;
    const select = element(
      'select',
      { 'aria-label': 'Take a token of the sandbox', on: { change: () => take(tokens[select.value] ?? '') } },
      element('option', { value: '' }, 'Sandbox token…'),
      roles.map((role) => element('option', { value: role }, role)),
    );
    fill(sandbox, element('span', { class: 'quiet' }, 'or'), select);
  }

  return {
    /** Shows who it is; `refusal` is what the graph said about the token, if it said anything. */
    show(who, refusal = null) {
      const isIn = currentToken() !== null;
      fill(
        place,
        element('span', { class: `mark ${who.manages ? 'good' : 'quiet'}` }, foreign(who.label)),
        isIn && button('Sign out', leave, { class: 'small' }),
      );
      const messages = refusal === null ? who.errors.map(({ message }) => message) : [refusal];
      fill(problem, messages.map(foreign));
      const wasHidden = panel.hidden;
      panel.hidden = who.manages;
      if (wasHidden && !panel.hidden) void offerSandbox();
    },
  };

  function leave() {
    forgetToken();
    changed();
  }
}

/** The sandbox has tokens for others too, who can do nothing here. */
const MANAGERS = ['ADMIN', 'PARTNER'];
