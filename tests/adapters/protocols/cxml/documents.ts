import { header, writeDocument } from '../../../../adapters/protocols/cxml/document';
import { writeXml, xml, type XmlOutput } from '../../../../adapters/protocols/cxml/write-xml';

/** Documents as a supplier writes them, for tests that read. */
export const SUPPLIER = { identity: 'mbiz', supplierIdentity: 'pasar', sharedSecret: 'sesame' };
/** The same two, as Pasar sees them. */
export const PASAR = {
  url: 'https://shop.example/cxml',
  identity: 'pasar',
  supplierIdentity: 'mbiz',
  sharedSecret: 'sesame',
};
export const AT = new Date('2026-03-02T03:04:05Z');

export function reportOf(request: XmlOutput, secret: string | null = SUPPLIER.sharedSecret): string {
  const stamp = { payloadId: 'p-1@mbiz', at: AT, dtd: 'Fulfill' } as const;
  return writeDocument(stamp, header(SUPPLIER, secret), xml('Request', {}, request));
}

/** The content is XML already, so that tests can write what no writer of ours would. */
export function documentOf(inner: string): string {
  return `<cXML payloadID="p-1@mbiz" timestamp="2026-03-02T03:04:05+00:00">${inner}</cXML>`;
}

export const HEADER = writeXml(header(SUPPLIER, SUPPLIER.sharedSecret));
