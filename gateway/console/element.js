/* global document */

/**
 * Makes an element. What stands in it is always text: nothing that a partner wrote is ever read as markup.
 * Attributes that are null, undefined or false are left out; `on` holds listeners by event.
 */
export function element(name, { on = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(attribute, value === true ? '' : String(value));
  }
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  made.append(...filled(children));
  return made;
}

/** Puts these in place of what an element holds. */
export function fill(target, ...children) {
  target.replaceChildren(...filled(children));
}

/** Text of a partner's: its direction stays its own, so that it can't reorder what stands beside it. */
export function foreign(text) {
  return element('bdi', {}, text ?? '');
}

export function button(label, onClick, attributes = {}) {
  return element('button', { type: 'button', ...attributes, on: { click: onClick } }, label);
}

/** Tells those who can't see the page what became of something. */
export function announce(text) {
  document.getElementById('announcement').textContent = text;
}

function filled(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (typeof child === 'number' ? String(child) : child));
}
