import { readEnvelope } from './envelope';
import { freshPayloadId } from './payload-id';
import { writeDocument } from './document';
import { CxmlRefused } from './refused';
import { find, need, needAttribute, type XmlElement } from './xml-element';
import { xml, type XmlOutput } from './write-xml';

/** The answer to a request: a code of the standard's list, which follows HTTP's, and the sender's words. */
export interface CxmlStatus {
  readonly code: number;
  readonly text: string;
}

export interface CxmlResponse extends CxmlStatus {
  readonly body: XmlElement;
}

/** The codes that Pasar itself answers with, under HTTP 200 or not. */
export const ANSWERS = {
  OK: { code: 200, text: 'OK' },
  BAD_REQUEST: { code: 400, text: 'Bad Request' },
  UNAUTHORIZED: { code: 401, text: 'Unauthorized' },
  NOT_FOUND: { code: 404, text: 'Not Found' },
  NOT_ACCEPTABLE: { code: 406, text: 'Not Acceptable' },
  CONFLICT: { code: 409, text: 'Conflict' },
  EXPECTATION_FAILED: { code: 417, text: 'Expectation Failed' },
  NOT_IMPLEMENTED: { code: 450, text: 'Not Implemented' },
  TRY_AGAIN: { code: 560, text: 'Temporary Server Error' },
} as const satisfies Record<string, CxmlStatus>;

/** Writes an answer. `detail` is for the other side's log: never what someone else wrote. */
export function writeResponse(
  { code, text }: CxmlStatus,
  now: Date,
  { detail, content }: { readonly detail?: string; readonly content?: XmlOutput } = {},
): string {
  const status = xml('Status', { code: String(code), text }, detail ?? null);
  return writeDocument(
    { payloadId: freshPayloadId(), at: now },
    xml('Response', {}, status, ...(content === undefined ? [] : [content])),
  );
}

/** What to answer to a document that is not read: 406 what does not parse, 400 what lacks something. */
export function answerToRefused({ reason }: CxmlRefused): CxmlStatus {
  return reason === 'FIELD' || reason === 'NOT_CXML' ? ANSWERS.BAD_REQUEST : ANSWERS.NOT_ACCEPTABLE;
}

/** Reads an answer. Throws `CxmlRefused`. */
export function readResponse(text: string): CxmlResponse {
  const { kind, body } = readEnvelope(text);
  if (kind !== 'Response') throw new CxmlRefused('NOT_CXML', 'not a Response');
  const status = need(body, 'Status');
  const code = needAttribute(status, 'code');
  if (!/^[1-5]\d\d$/.test(code)) throw new CxmlRefused('FIELD', 'Status@code: is not a code');
  return { code: Number(code), text: status.attributes.get('text') ?? '', body };
}

/** The page that a PunchOutSetupResponse names. Only what a browser may be sent to. */
export function readStartPage({ body }: CxmlResponse): string {
  const url = find(body, 'PunchOutSetupResponse', 'StartPage', 'URL')?.text.trim() ?? '';
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new CxmlRefused('FIELD', 'PunchOutSetupResponse/StartPage/URL: is not an http or https address');
  }
  return url;
}
