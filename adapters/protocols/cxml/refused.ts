/**
 * Why a document is not read. Closed. The parser's own words stay out of it: they quote the document,
 * which holds credentials.
 */
export type CxmlRefusal =
  'TOO_LARGE' | 'TOO_COMPLEX' | 'DOCTYPE' | 'ENCODING' | 'NOT_WELL_FORMED' | 'NOT_CXML' | 'FIELD';

/** A document that is not read. Its message is ours: the reason and, of a field, which and what it lacks. */
export class CxmlRefused extends Error {
  constructor(
    readonly reason: CxmlRefusal,
    detail: string,
  ) {
    super(detail);
    this.name = 'CxmlRefused';
  }
}
