import { IDENTITY_DOMAIN, type CxmlAccess } from './access';
import { writeXml, xml, xmlText, type XmlOutput } from './write-xml';

/** Which of the published DTDs defines a message: orders and baskets, or what follows an order. */
export type CxmlDtd = 'cXML' | 'Fulfill';

export interface DocumentStamp {
  readonly payloadId: string;
  readonly at: Date;
  readonly dtd?: CxmlDtd;
}

const VERSION = '1.2.063';
export const CXML_CONTENT_TYPE = 'text/xml; charset=UTF-8';

/** A Response, which has no header: whoever asked knows whom it asked. */
export function writeDocument(stamp: DocumentStamp, ...content: readonly XmlOutput[]): string {
  const { payloadId, at, dtd = 'cXML' } = stamp;
  const root = xml(
    'cXML',
    { version: VERSION, payloadID: payloadId, timestamp: cxmlTime(at), 'xml:lang': 'id' },
    ...content,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/${VERSION}/${dtd}.dtd">`,
    writeXml(root),
  ].join('\n');
}

/** Seen from who writes: `identity` is the writer's. The secret goes with requests, never with a form. */
export function header(
  { identity, supplierIdentity }: Pick<CxmlAccess, 'identity' | 'supplierIdentity'>,
  sharedSecret: string | null,
  userAgent = 'Pasar 0.1',
): XmlOutput {
  const secret = sharedSecret === null ? null : xmlText('SharedSecret', sharedSecret);
  return xml(
    'Header',
    {},
    xml('From', {}, credential(identity)),
    xml('To', {}, credential(supplierIdentity)),
    xml('Sender', {}, credential(identity, secret), xmlText('UserAgent', userAgent)),
  );
}

/** A whole request of Pasar to its supplier. */
export function writeRequest(access: CxmlAccess, stamp: DocumentStamp, request: XmlOutput): string {
  return writeDocument(stamp, header(access, access.sharedSecret), xml('Request', {}, request));
}

/** ISO 8601 with a zone, as the standard asks; without fractions, which some readers don't take. */
export function cxmlTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}+00:00`;
}

function credential(identity: string, secret: XmlOutput | null = null): XmlOutput {
  return xml('Credential', { domain: IDENTITY_DOMAIN }, xmlText('Identity', identity), secret);
}
