import { textOrNull } from '../../core/clean-text';
import { CxmlRefused } from './refused';

/** An element as it was read. Text is what stands directly in it, entities resolved. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The element at the end of a path of first children, or null. */
export function find(element: XmlElement | null, ...path: readonly string[]): XmlElement | null {
  return path.reduce<XmlElement | null>(
    (at, name) => at?.children.find((child) => child.name === name) ?? null,
    element,
  );
}

export function findAll(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The same as `find`, where the standard asks for the element. */
export function need(element: XmlElement, ...path: readonly string[]): XmlElement {
  const found = find(element, ...path);
  if (found === null) throw new CxmlRefused('FIELD', `${[element.name, ...path].join('/')}: is missing`);
  return found;
}

/** An attribute that the standard asks for. */
export function needAttribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name)?.trim();
  if (value === undefined || value === '')
    throw new CxmlRefused('FIELD', `${element.name}@${name}: is missing`);
  return value;
}

/** More than any name or title; what is longer is cut off. */
const MAX_TEXT = 2_000;

/** The text of an element as a person would read it; null when there is none. */
export function readableText(element: XmlElement | null): string | null {
  return textOrNull(element?.text.slice(0, MAX_TEXT));
}
