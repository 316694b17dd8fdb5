/** An element to be written: its name, attributes, and what stands in it. Null and undefined are left out. */
export interface XmlOutput {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | null | undefined>>;
  readonly content: readonly XmlContent[];
}

type XmlContent = XmlOutput | string | null;

/** What XML 1.0 allows no document to hold, not even as a reference. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Builds an element. */
export function xml(
  name: string,
  attributes: XmlOutput['attributes'],
  ...content: readonly XmlContent[]
): XmlOutput {
  return { name, attributes, content };
}

/** An element that holds only text. */
export function xmlText(name: string, text: string): XmlOutput {
  return xml(name, {}, text);
}

export function writeXml({ name, attributes, content }: XmlOutput): string {
  const written = Object.entries(attributes)
    .map(([key, value]) =>
      value === null || value === undefined ? '' : ` ${key}="${escapeAttribute(value)}"`,
    )
    .join('');
  const inside = content
    .map((part) => (part === null ? '' : typeof part === 'string' ? escapeText(part) : writeXml(part)))
    .join('');
  return inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
}

/** What is left of a text when it has gone through XML 1.0. */
export function allowedInXml(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN, '');
}

/** Readers turn a bare CR into LF, so it goes as a reference; `>` for the sake of `]]>`. */
function escapeText(text: string): string {
  return allowedInXml(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r/g, '&#13;');
}

/** Readers turn bare line breaks and tabs in attributes into blanks. */
function escapeAttribute(text: string): string {
  return escapeText(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}
