/**
 * What is wrong with a catalogue as a whole. Closed. INCREMENTAL is no fault: it is a file of changes, which
 * is no catalogue yet.
 */
export type CifProblemKind =
  | 'TOO_LARGE'
  | 'NOT_CIF'
  | 'CHARSET'
  | 'HEADER'
  | 'FIELDNAMES'
  | 'CURRENCY'
  | 'INCREMENTAL'
  | 'NO_DATA'
  | 'QUOTES'
  | 'INCOMPLETE'
  | 'AFTER_END'
  | 'ITEMCOUNT';

export interface CifProblem {
  readonly kind: CifProblemKind;
  /** Counted from 1. */
  readonly line: number;
  /** In our words: the file's own stay out of it. */
  readonly message: string;
}

export interface CifFailure {
  readonly problem: CifProblem;
}

export function failure(kind: CifProblemKind, line: number, message: string): CifFailure {
  return { problem: { kind, line, message } };
}
