import type { CxmlCredentials } from './credentials';
import { readXml } from './read-xml';
import { CxmlRefused } from './refused';
import { find, findAll, need, needAttribute, type XmlElement } from './xml-element';

/** What every cXML document says of itself, and what it carries. */
export interface CxmlEnvelope {
  readonly payloadId: string;
  /** Of the sender; nulls where there is no header, as in a Response, or no secret, as in a form. */
  readonly credentials: CxmlCredentials;
  readonly kind: 'Request' | 'Message' | 'Response';
  /** The element inside Request or Message, e.g. OrderRequest; of a Response, itself. */
  readonly body: XmlElement;
}

/** Longer than any number or secret; what exceeds it is refused before anyone keeps it. */
const MAX_ID = 300;

/** Reads a document as far as all of them are alike. Throws `CxmlRefused`. */
export function readEnvelope(text: string): CxmlEnvelope {
  const root = readXml(text);
  if (root.name !== 'cXML') throw new CxmlRefused('NOT_CXML', 'the root is not cXML');
  const payloadId = needAttribute(root, 'payloadID');
  if (payloadId.length > MAX_ID) throw new CxmlRefused('FIELD', 'cXML@payloadID: is too long');
  const response = find(root, 'Response');
  if (response !== null) {
    const nobody = { senderIdentities: [], recipientIdentities: [], sharedSecret: null };
    return { payloadId, kind: 'Response', body: response, credentials: nobody };
  }
  const request = find(root, 'Request');
  const carrier = request ?? need(root, 'Message');
  const body = carrier.children.find(({ name }) => name !== 'Status');
  if (body === undefined) throw new CxmlRefused('NOT_CXML', `${carrier.name}: is empty`);
  const credentials = readCredentials(need(root, 'Header'));
  return { payloadId, kind: request ? 'Request' : 'Message', body, credentials };
}

function readCredentials(header: XmlElement): CxmlCredentials {
  const sender = findAll(need(header, 'Sender'), 'Credential');
  return {
    senderIdentities: identities(sender),
    recipientIdentities: identities(findAll(need(header, 'To'), 'Credential')),
    sharedSecret: sender.map((each) => find(each, 'SharedSecret')?.text.trim()).find(Boolean) ?? null,
  };
}

function identities(credentials: readonly XmlElement[]): string[] {
  return credentials.flatMap((each) => find(each, 'Identity')?.text.trim() ?? []);
}
