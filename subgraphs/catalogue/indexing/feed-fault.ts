import { AdapterError, type ErrorCode } from '../../../adapters/core/errors';
import { detailForLog } from '../../../adapters/core/http/http-errors';
import type { FeedProblem } from '../../database/tables';

export interface Fault {
  readonly code: ErrorCode | FeedProblem;
  readonly problem: string;
  readonly detail: string;
  readonly retryAfterMs?: number | undefined;
}

/** The marketplace's failure, or our own in writing: the one must not be told as the other. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof AdapterError) {
    return {
      code: thrown.code,
      problem: thrown.message,
      detail: detailForLog(thrown),
      retryAfterMs: thrown.retryAfterMs,
    };
  }
  const reason = thrown instanceof Error ? thrown.message : 'unknown failure';
  return {
    code: 'NOT_WRITTEN',
    problem: 'A page could not be written into the index.',
    detail: `not written: ${reason}`,
  };
}
