import { element, fill } from './element.js';

/** As many as a line is high, in pixels: forms.css has the same. */
const LINE_HEIGHT = 20;
const PADDING = 10;
/** Larger than any definition; what is longer is some other file. */
const MOST_BYTES = 200_000;

/**
 * A text area with line numbers whose lines can be marked, and that takes a dropped file. A plain one, so that
 * keyboards, screen readers and undo work as everywhere.
 */
export function definitionEditor({ onRefused }) {
  const numbers = element('pre', { class: 'numbers', 'aria-hidden': 'true' });
  const marks = element('div', { class: 'marks', 'aria-hidden': 'true' });
  const area = element('textarea', {
    id: 'definition',
    wrap: 'off',
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    rows: '22',
    placeholder: 'Paste the definition here, or drop a *.pasar.yaml file.',
    on: { input: () => number(), scroll: () => follow() },
  });
  const place = element(
    'div',
    { class: 'editor', on: { dragover, dragleave, drop } },
    element('div', { class: 'gutter' }, numbers),
    element('div', { class: 'writing' }, element('div', { class: 'window' }, marks), area),
  );

  function number() {
    const lines = area.value.split('\n').length;
    numbers.textContent = Array.from({ length: lines }, (_, i) => i + 1).join('\n');
    mark([]); // what was wrong before may not be any more
    follow();
  }

  /** Numbers and marks stand beside the text and scroll with it. */
  function follow() {
    const shift = `translateY(${-area.scrollTop}px)`;
    numbers.style.transform = shift;
    marks.style.transform = shift;
  }

  function mark(lines) {
    area.setAttribute('aria-invalid', String(lines.length > 0));
    const made = [...new Set(lines)].map((line) => {
      const strip = element('div', { class: 'wrong', 'data-line': line });
      strip.style.top = `${PADDING + (line - 1) * LINE_HEIGHT}px`;
      return strip;
    });
    fill(marks, made);
  }

  /** Puts the cursor there. Lines and columns begin at 1. */
  function go({ line, column }) {
    const before = area.value.split('\n').slice(0, line - 1);
    const at = before.reduce((sum, text) => sum + text.length + 1, 0) + (column ?? 1) - 1;
    area.focus();
    area.setSelectionRange(at, at);
    area.scrollTop = Math.max(0, (line - 4) * LINE_HEIGHT);
    follow();
  }

  async function read(file) {
    if (file === undefined) return;
    if (file.size > MOST_BYTES)
      return onRefused(`${file.name} is longer than ${MOST_BYTES} bytes: no definition is.`);
    setText(await file.text());
  }

  function setText(text) {
    area.value = text;
    number();
    area.scrollTop = 0;
  }

  function dragover(event) {
    event.preventDefault();
    place.classList.add('over');
  }

  function dragleave() {
    place.classList.remove('over');
  }

  function drop(event) {
    const [file] = event.dataTransfer.files;
    dragleave();
    if (file === undefined) return; // a dropped text goes in where it falls
    event.preventDefault();
    return read(file);
  }

  number();
  return { place, area, read, mark, go, setText, text: () => area.value };
}
