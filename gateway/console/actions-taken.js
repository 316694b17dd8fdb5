import { age } from './ages.js';
import { element, foreign } from './element.js';

const WORDS = {
  REGISTERED: 'Registered',
  CHECKED: 'Checked',
  PUBLISHED: 'Published',
  SUSPENDED: 'Suspended',
  RESUMED: 'Resumed',
  ROLLED_BACK: 'Rolled back',
};

/** Who did what to a marketplace, newest first. */
export function actionsTaken(actions) {
  return element(
    'section',
    { class: 'panel' },
    element('h2', {}, 'What was done'),
    element(
      'ol',
      { class: 'taken' },
      actions.map(({ action, version, actor, role, note, at }) =>
        element(
          'li',
          {},
          element(
            'span',
            {},
            element('strong', {}, WORDS[action] ?? action),
            version !== null && ` version ${version}`,
            note ? [' — ', foreign(note)] : null,
          ),
          element('span', { class: 'quiet' }, foreign(actor), ` (${role}), `, age(at)),
        ),
      ),
    ),
  );
}
