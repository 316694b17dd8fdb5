import { allowedActions } from './allowed-actions.js';
import { confirmSuspension } from './confirmation.js';
import { announce, button, element, fill } from './element.js';
import { ask } from './graph.js';
import { errorList, problemList } from './problems.js';
import { CHECK_VERSION, PUBLISH, RESUME, ROLL_BACK, SUSPEND } from './queries.js';

const MUTATIONS = {
  check: { query: CHECK_VERSION, doing: 'Checking', failed: 'It is not checked' },
  publish: { query: PUBLISH, doing: 'Publishing', failed: 'It is not published' },
  suspend: { query: SUSPEND, doing: 'Suspending', failed: 'It is not suspended' },
  resume: { query: RESUME, doing: 'Resuming', failed: 'It is not resumed' },
  rollBack: { query: ROLL_BACK, doing: 'Rolling back', failed: 'It is not rolled back' },
};

/** The buttons of one marketplace, and what carries out a wish and shows what became of it. */
export function actionBar({ id, who, messages, changed }) {
  const doing = element('span', { class: 'quiet', role: 'status' });
  const place = element('div', { class: 'tools' });
  let busy = false;

  /** One wish at a time: the next one depends on what became of this. */
  async function wish(kind, { version, reason, acceptBreaking = false } = {}) {
    if (busy) return;
    setBusy(true);
    const mutation = MUTATIONS[kind];
    doing.textContent = `${mutation.doing}…`;
    fill(messages);
    const { data, errors } = await ask(
      mutation.query,
      variablesOf(kind, { id, version, reason, acceptBreaking }),
    );
    await changed();
    setBusy(false);
    const problems = data?.done?.problems ?? [];
    doing.textContent = '';
    fill(
      messages,
      errors.length > 0 && errorList(errors),
      problems.length > 0 && problemList(mutation.failed, problems),
      problems.length > 0 && acceptance(kind, version, problems),
    );
    if (errors.length + problems.length === 0) announce(`${mutation.doing}: done.`);
  }

  function setBusy(now) {
    busy = now;
    for (const each of place.querySelectorAll('button')) each.disabled = now;
  }

  /** What no recorded operation meets an administrator may break. */
  function acceptance(kind, version, problems) {
    const isUnused = problems.every(({ kind: of, operations }) => of === 'BREAKING_CHANGE' && !operations);
    if (!isUnused) return null;
    if (!who.isAdmin)
      return element(
        'p',
        { class: 'quiet' },
        'No client is known to use this: an administrator can accept it.',
      );
    return element(
      'p',
      { class: 'tools' },
      button('Accept these changes', () => wish(kind, { version, acceptBreaking: true }), {
        class: 'danger',
      }),
      element('span', { class: 'quiet' }, 'No operation of the last 30 days uses what would be gone.'),
    );
  }

  function buttons({ name, onboarding }) {
    if (!onboarding) return null;
    const can = allowedActions(onboarding, who);
    const suspend = async () => {
      const reason = await confirmSuspension(name);
      if (reason !== null) await wish('suspend', { reason });
    };
    const primary = { class: 'primary' };
    fill(
      place,
      can.publish !== null &&
        button(`Publish version ${can.publish}`, () => wish('publish', { version: can.publish }), primary),
      can.resume && button('Resume', () => wish('resume'), primary),
      can.check !== null &&
        button(`Check version ${can.check}`, () => wish('check', { version: can.check }), {
          class: can.publish === null && onboarding.liveVersion === null ? 'primary' : null,
        }),
      element('a', { class: 'button', href: `#/register/${encodeURIComponent(id)}` }, 'New version'),
      can.rollBack !== null &&
        button(`Roll back to version ${can.rollBack}`, () => wish('rollBack', { version: can.rollBack })),
      can.suspend && button('Suspend…', suspend, { class: 'danger' }),
      doing,
    );
    setBusy(busy);
    return [place, onboarding.suspendedBy === 'ADMIN' && !who.isAdmin && suspendedByAdmin()];
  }

  return { buttons, wish };
}

function variablesOf(kind, { id, version, reason, acceptBreaking }) {
  switch (kind) {
    case 'check':
      return { id, version };
    case 'publish':
    case 'rollBack':
      return { id, version, acceptBreaking };
    case 'suspend':
      return { id, reason: reason || null };
    default:
      return { id };
  }
}

function suspendedByAdmin() {
  return element(
    'p',
    { class: 'quiet' },
    'Those who run Pasar suspended it; ask them before it can be resumed.',
  );
}
