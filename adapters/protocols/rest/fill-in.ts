import type { Variables } from './exchange';
import type { JsonTemplate } from './manifest';
import { compileTemplate } from './template';

/** A value that can't stand where a template has it. The message completes the name of the place. */
export class CannotFillIn extends Error {}

export type FillIn = (variables: Variables) => unknown;

/** A text that is one `${…}` and nothing else keeps the type of its value; every other one is text. */
function compileText(template: string): FillIn {
  const parts = compileTemplate(template);
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'function') return only;
  return (variables) =>
    parts.map((part) => (typeof part === 'string' ? part : textOf(part(variables)))).join('');
}

/** JSON whose texts are templates; its keys stand as they are. */
export function compileJson(template: JsonTemplate): FillIn {
  if (typeof template === 'string') return compileText(template);
  if (typeof template !== 'object' || template === null) return () => template;
  if (isList(template)) {
    const items = template.map(compileJson);
    return (variables) => items.map((item) => item(variables));
  }
  const fields = Object.entries(template).map(([key, value]) => [key, compileJson(value)] as const);
  return (variables) => Object.fromEntries(fields.map(([key, fill]) => [key, fill(variables)]));
}

/** Texts by name, as queries, headers and forms want them; what is nothing, or an empty list, is left out. */
export function compileTexts(
  templates: Readonly<Record<string, string | number | boolean>> = {},
): (variables: Variables) => readonly (readonly [name: string, text: string])[] {
  const fields = Object.entries(templates).map(
    ([name, template]) =>
      [name, typeof template === 'string' ? compileText(template) : () => template] as const,
  );
  return (variables) =>
    fields.flatMap(([name, fill]) => {
      const value = fill(variables);
      const isNothing = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
      return isNothing ? [] : [[name, textOf(value)] as const];
    });
}

/** Lists are joined by commas, as most APIs take several ids. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(scalarText).join(',');
  return scalarText(value);
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new CannotFillIn('holds an object where text belongs');
}

/** Array.isArray alone doesn't tell a readonly list from an object. */
function isList(template: JsonTemplate): template is readonly JsonTemplate[] {
  return Array.isArray(template);
}
