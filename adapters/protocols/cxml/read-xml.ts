import { SaxesParser } from 'saxes';
import { MAX_CXML_BYTES } from './access';
import { CxmlRefused } from './refused';
import type { XmlElement } from './xml-element';

const MAX_DEPTH = 40;
/** A thousand lines of an order with thirty elements each. */
const MAX_ELEMENTS = 30_000;
/** The DTD's richest element has fewer. */
const MAX_ATTRIBUTES = 64;

/** Names a published DTD and nothing more: no internal subset, nobody else's address. It is never fetched. */
const PUBLISHED_DTD =
  /^\s*cXML\s+SYSTEM\s+(["'])https?:\/\/(?:xml|www)\.cxml\.org\/schemas\/cXML\/[\w.]+\/\w+\.dtd\1\s*$/;
const ENCODINGS = /^(?:utf-?8|us-ascii)$/i;

interface GrowingElement extends XmlElement {
  readonly children: GrowingElement[];
  text: string;
}

/**
 * A document as a tree, or `CxmlRefused`. Strict. Entities beyond XML's own five are refused wherever
 * they come from, so nothing can be made to grow and nothing else is read.
 */
export function readXml(text: string): XmlElement {
  if (Buffer.byteLength(text) > MAX_CXML_BYTES) {
    throw new CxmlRefused('TOO_LARGE', `over ${MAX_CXML_BYTES} bytes`);
  }
  const open: GrowingElement[] = [];
  const roots: GrowingElement[] = [];
  let elements = 0;
  let attributes = 0;
  // XML 1.1 would let control characters in; cXML is XML 1.0.
  const parser = new SaxesParser({ position: false, defaultXMLVersion: '1.0', forceXMLVersion: true });

  parser.on('error', () => {
    throw new CxmlRefused('NOT_WELL_FORMED', 'not well-formed XML');
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !ENCODINGS.test(encoding)) {
      throw new CxmlRefused('ENCODING', 'an encoding other than UTF-8');
    }
  });
  parser.on('doctype', (doctype) => {
    if (!PUBLISHED_DTD.test(doctype)) throw new CxmlRefused('DOCTYPE', 'a DOCTYPE that is not cXML’s own');
  });
  parser.on('opentagstart', () => {
    elements += 1;
    attributes = 0;
    if (elements > MAX_ELEMENTS) throw new CxmlRefused('TOO_COMPLEX', `over ${MAX_ELEMENTS} elements`);
    if (open.length >= MAX_DEPTH) throw new CxmlRefused('TOO_COMPLEX', `over ${MAX_DEPTH} elements deep`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MAX_ATTRIBUTES)
      throw new CxmlRefused('TOO_COMPLEX', `over ${MAX_ATTRIBUTES} attributes`);
  });
  parser.on('opentag', (tag) => {
    const element: GrowingElement = {
      name: tag.name,
      attributes: new Map(Object.entries(tag.attributes)),
      children: [],
      text: '',
    };
    (open.at(-1)?.children ?? roots).push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const append = (piece: string): void => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', append);
  parser.on('cdata', append);

  parser.write(text).close();
  const [root] = roots;
  if (root === undefined) throw new CxmlRefused('NOT_WELL_FORMED', 'not well-formed XML');
  return root;
}
