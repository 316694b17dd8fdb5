import { button, element } from './element.js';
import { count, stateText } from './states.js';

/** What is worth a count: how far they are, and what is not well. */
const COUNTED = [
  'LIVE',
  'CHECKED',
  'DRAFT',
  'SUSPENDED',
  'DEGRADED',
  'LATE',
  'OPEN',
  'PARTLY_OPEN',
  'PAUSED',
];

/** Counts that are filters too: pressed again one lets all in. `choose` is given what to filter by. */
export function stateChips(choose) {
  const chips = COUNTED.map((state) => {
    const word = stateText(state).toLowerCase();
    const chip = button('', () => choose(chip.getAttribute('aria-pressed') === 'true' ? '' : word), {
      class: 'small',
    });
    return { state, word, chip };
  });
  return {
    place: element(
      'span',
      { class: 'tools' },
      chips.map(({ chip }) => chip),
    ),
    draw(marketplaces, filter) {
      for (const { state, word, chip } of chips) {
        const those = marketplaces.filter(({ states }) => states.includes(state));
        chip.textContent = `${count(those.length)} ${word}`;
        chip.hidden = those.length === 0 || marketplaces.length < 2;
        chip.setAttribute('aria-pressed', String(filter.trim().toLowerCase() === word));
      }
    },
  };
}
