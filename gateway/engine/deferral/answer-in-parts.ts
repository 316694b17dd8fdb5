import type { Answer } from '../../../subgraphs/http/executor';
import type { DeferralSlot } from '../../../subgraphs/http/incremental/deferral-slot';
import type { CompleteAnswer } from '../response/complete-value';
import { completeAnswer, type Completion } from '../response/completion';
import type { ResponsePath } from '../response-object';
import type { PreparedDeferral } from '../prepare-operation';
import { divideErrors } from './part-errors';
import { runParts, type BeginParts } from './run-parts';
import { tellLater } from './tell-later';

export interface PartedAnswer extends PreparedDeferral {
  readonly begin: BeginParts;
  readonly complete: CompleteAnswer;
  /** A completion of something at a path. */
  completionAt(path: ResponsePath): Completion;
}

/** Answers with the first part. If that put anything off, the slot gets what tells of it. */
export async function answerInParts(
  slot: DeferralSlot,
  { first: part, labels, begin, complete, completionAt }: PartedAnswer,
): Promise<Answer> {
  const { first, deferred: running, finished } = runParts(part, begin);
  slot.finished = finished;
  await first.done;
  const completion = completionAt([]);
  const { errors, ...answer } = completeAnswer(complete, first.execution, completion);
  const { postponed } = completion;
  if (postponed.length === 0) return { ...answer, ...(errors ? { errors } : {}) };
  const divided = divideErrors(errors ?? [], answer.data ?? null, { path: [], postponed });
  slot.later = tellLater(postponed, { running, labels, errors: divided, completionAt });
  return { ...answer, ...(divided.now.length > 0 ? { errors: divided.now } : {}) };
}
