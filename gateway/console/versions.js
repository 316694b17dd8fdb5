import { age } from './ages.js';
import { allowedActions } from './allowed-actions.js';
import { button, element, foreign } from './element.js';
import { ask } from './graph.js';
import { errorList } from './problems.js';
import { DOCUMENTS } from './queries.js';
import { badge, mark } from './states.js';

/** The versions of a marketplace, newest first, each with what can be done with it. */
export function versionsView({ id, onboarding, who, chosen, choose, wish }) {
  const { versions, liveVersion } = onboarding;
  const can = allowedActions(onboarding, who);

  function row(one) {
    const { version, state, createdAt, createdBy, credentialNames, check } = one;
    const definition = element('div');
    const isOlder = liveVersion !== null && version < liveVersion;
    return element(
      'li',
      { class: version === chosen ? 'chosen' : null },
      element(
        'div',
        { class: 'line' },
        element('strong', {}, `Version ${version}`),
        badge(state),
        check.state !== 'NONE' && mark(check.state),
        element('span', { class: 'quiet' }, foreign(createdBy), ', ', age(createdAt)),
      ),
      element(
        'p',
        { class: 'quiet' },
        credentialNames.length > 0 ? `Secrets: ${credentialNames.join(', ')}` : 'No secrets',
      ),
      element(
        'div',
        { class: 'tools' },
        version !== chosen && button('Report', () => choose(version), { class: 'small' }),
        button('Definition', () => showDefinition(id, version, definition), { class: 'small' }),
        version !== can.check &&
          check.state !== 'RUNNING' &&
          button('Check', () => wish('check', { version }), { class: 'small' }),
        version !== can.publish &&
          version !== can.rollBack &&
          can.mayServe(one) &&
          button(
            isOlder ? 'Roll back to it' : 'Publish',
            () => wish(isOlder ? 'rollBack' : 'publish', { version }),
            {
              class: 'small',
            },
          ),
      ),
      definition,
    );
  }

  return element(
    'section',
    { class: 'panel' },
    element('h2', {}, 'Versions'),
    element('ol', { class: 'versions' }, versions.map(row)),
  );
}

/** Definitions are read when someone wants to see one: they are longer than all the rest. */
async function showDefinition(id, version, place) {
  if (place.hasChildNodes()) return place.replaceChildren();
  const { data, errors } = await ask(DOCUMENTS, { ids: [id] });
  const found = data?.marketplaces[0]?.onboarding?.versions.find((one) => one.version === version);
  place.replaceChildren(
    found === undefined
      ? errorList(errors, 'Pasar can’t tell')
      : element('pre', { class: 'definition', tabindex: '0' }, foreign(found.document)),
  );
}
