import type { AdapterError, ErrorCode } from '../core/errors';

/** What it is called when nothing came back. */
const SILENCES: ReadonlySet<ErrorCode> = new Set(['TIMEOUT', 'UNAVAILABLE', 'FORBIDDEN']);

/** Did something answer, whatever it was? Not where no connection came about, and not where none was allowed. */
export function wasAnswered({ code, status, notAsked }: AdapterError): boolean {
  return status !== undefined || (!notAsked && !SILENCES.has(code));
}
