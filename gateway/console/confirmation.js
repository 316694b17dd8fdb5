/* global document */
import { button, element, foreign } from './element.js';

/**
 * Asks before something that clients notice. Resolves to the reason that was given, empty where none was, or
 * to null when it was thought better of.
 */
export function confirmSuspension(name) {
  return new Promise((resolve) => {
    const reason = element('textarea', { id: 'reason', rows: '3', maxlength: '500' });
    const dialog = element(
      'dialog',
      { 'aria-labelledby': 'confirmation' },
      element('h2', { id: 'confirmation' }, 'Suspend ', foreign(name), '?'),
      element(
        'p',
        {},
        'Its offers leave the search at once, and nothing asks it any more. Its orders stay. It can be resumed.',
      ),
      element('label', { for: 'reason' }, 'Reason, shown to whoever manages it (optional)'),
      reason,
      element(
        'div',
        { class: 'tools end' },
        button('Cancel', () => dialog.close(), {}),
        button('Suspend', () => dialog.close('yes'), { class: 'danger sure' }),
      ),
    );
    // Escape closes it too, and then there is no return value.
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? reason.value.trim() : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
