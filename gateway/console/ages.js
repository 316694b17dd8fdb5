/* global document, window */
import { element } from './element.js';

const TICK_MS = 10_000;
const STEPS = [
  [60, 's', 1],
  [3_600, 'min', 60],
  [86_400, 'h', 3_600],
  [30 * 86_400, 'days', 86_400],
];

/** How long ago an instant was, in words that stay right while the page is open. */
export function age(instant) {
  return element(
    'time',
    { datetime: instant, title: new Date(instant).toLocaleString('en-GB') },
    words(instant),
  );
}

/** Keeps all ages on the page right. */
export function startAges() {
  window.setInterval(() => {
    for (const time of document.querySelectorAll('time[datetime]')) {
      const text = words(time.getAttribute('datetime'));
      if (time.textContent !== text) time.textContent = text;
    }
  }, TICK_MS);
}

function words(instant) {
  const seconds = Math.round((Date.now() - Date.parse(instant)) / 1000);
  if (seconds < 5) return 'just now'; // also where this machine's clock is behind the server's
  for (const [below, unit, size] of STEPS) {
    if (seconds >= below) continue;
    const count = Math.floor(seconds / size);
    return `${count} ${unit === 'days' && count === 1 ? 'day' : unit} ago`;
  }
  return `on ${new Date(instant).toLocaleDateString('en-GB', { dateStyle: 'medium' })}`;
}
