import { element } from './element.js';

/** What the graph's words mean to people, and how grave they are: the colour only repeats the word. */
const WORDS = {
  DRAFT: ['Draft', 'quiet'],
  CHECKED: ['Checked', 'info'],
  LIVE: ['Live', 'good'],
  SUSPENDED: ['Suspended', 'warn'],

  WAITING: ['Not read yet', 'quiet'],
  INDEXING: ['Being read', 'info'],
  READY: ['Ready', 'good'],
  DEGRADED: ['Degraded', 'bad'],
  LATE: ['Late', 'warn'],

  CLOSED: ['Well', 'good'],
  OPEN: ['Failing, left alone', 'bad'],
  HALF_OPEN: ['Being tried again', 'warn'],
  PARTLY_OPEN: ['Failing in part', 'warn'],
  PAUSED: ['Asked to wait', 'warn'],

  NONE: ['Not checked', 'quiet'],
  RUNNING: ['Being checked', 'info'],
  PASSED: ['Conforms', 'good'],
  FAILED: ['Does not conform', 'bad'],
};

/** A word of the graph's as a badge; one that is not known here is shown as it is. */
export function badge(state) {
  const [text, tone] = WORDS[state] ?? [state, 'quiet'];
  return element('span', { class: `badge ${tone}` }, text);
}

/** Without a frame, for tables. */
export function mark(state) {
  const [text, tone] = WORDS[state] ?? [state, 'quiet'];
  return element('span', { class: `mark ${tone}` }, text);
}

export function stateText(state) {
  return WORDS[state]?.[0] ?? state;
}

const numbers = new Intl.NumberFormat('en');
export const count = (number) => numbers.format(number);

/** For example 1 rule, 2 rules. */
export const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
