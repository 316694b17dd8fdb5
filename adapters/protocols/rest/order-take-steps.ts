import type { Call } from '../../core/contract';
import { AdapterError, ERROR_TABLE, toAdapterError } from '../../core/errors';
import type { RefusalReason } from '../../core/order/ordering-port';
import type { Answered, Variables } from './exchange';
import type { CallVariables } from './order-captures';
import { gather, type Turn } from './order-each';
import type { Step } from './order-steps';
import type { Shop, Undo } from './order-undo';

/** What a step means that says "not there" (404): a no, or that there is nothing to do any more. */
export type MissingMeans = 'REFUSED' | 'NOTHING_TO_DO';

/** A no of the shop; without a reason where the manifest names none. */
export interface Refusal {
  readonly reason: RefusalReason | null;
  readonly detail: string;
}

/** How a row of steps ended; `undos` take back what it left in the shop, the last step first. */
export type Ending =
  | { readonly end: 'DONE'; readonly lastWasMissing: boolean }
  | { readonly end: 'REFUSED'; readonly refusal: Refusal; readonly undos: readonly Undo[] }
  | {
      readonly end: 'FAILED';
      readonly error: AdapterError;
      /** The last step was sent and nobody knows what became of it: undoing could call off what stands. */
      readonly mayStand: boolean;
      readonly undos: readonly Undo[];
    };

/** A row of steps that did not come to its end. */
export type Failure = Exclude<Ending, { end: 'DONE' }>;

/** Did the shop say no, in whatever way? Otherwise something went wrong, and it said nothing. */
export function isNo(failure: Failure): boolean {
  return failure.end === 'REFUSED' || ERROR_TABLE[failure.error.code].retryPlace === 'never';
}

/** A request of a step that was sent. */
interface Sent {
  readonly step: Step;
  readonly turn: Turn;
  /** What its own answer gave. */
  readonly captured: Variables;
}

/** Takes the steps one after the other, each with what the answers before it gave. Never throws. */
export async function takeSteps(
  steps: readonly Step[],
  start: CallVariables,
  missing: MissingMeans,
  { exchange, marketplace }: Shop,
  call: Call,
): Promise<Ending> {
  let variables = start;
  let lastWasMissing = false;
  const taken: Sent[] = [];

  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const plan = step.turns(variables);
    if ('problem' in plan) return notSent(step.name, plan.problem);
    const { turns } = plan;
    if (turns.length === 0 && isLast) return notSent(step.name, 'each gave an empty list');
    const told: Answered['means'][] = [];
    const captured: Variables[] = [];

    for (const [place, turn] of turns.entries()) {
      const name = step.isRepeated ? `${step.name} (${place + 1} of ${turns.length})` : step.name;
      const sending = { ...variables, ...turn };
      const lacking = step.call.lacks(sending);
      if (lacking.length > 0) return notSent(name, `for no answer gave ${lacking.join(', ')}`);
      if (call.signal.aborted || call.deadline <= Date.now())
        return notSent(name, 'the time was over', 'TIMEOUT');
      let answer: Answered;
      try {
        const { responses } = step;
        answer = await exchange.send({ request: step.call.request, variables: sending, responses }, call);
      } catch (thrown) {
        return failed({ step, turn, captured: {} }, name, toAdapterError(thrown, marketplace), isLast);
      }
      const sent = { step, turn, captured: step.capture(answer) };
      if (!step.isRepeated) variables = withCaptured(variables, sent.captured);
      const refusal = refusalIn(answer, name, missing);
      if (refusal !== null)
        return { end: 'REFUSED', refusal, undos: undosOf(step.undoWhenRefused ? [...taken, sent] : taken) };
      taken.push(sent);
      captured.push(sent.captured);
      told.push(answer.means);
    }
    if (step.isRepeated) variables = withCaptured(variables, gather(step.captures, captured));
    lastWasMissing = told.every((means) => means === 'missing');
  }
  return { end: 'DONE', lastWasMissing };

  function notSent(name: string, why: string, code: 'BAD_RESPONSE' | 'TIMEOUT' = 'BAD_RESPONSE'): Ending {
    const error = new AdapterError(code, { marketplace, detail: `step ${name}: not sent, ${why}` });
    return { end: 'FAILED', error, mayStand: false, undos: undosOf(taken) };
  }

  /** After a plain no of the error table the step itself left nothing, but where the manifest says so. */
  function failed(sent: Sent, name: string, error: AdapterError, isLast: boolean): Ending {
    const wasRefused = ERROR_TABLE[error.code].retryPlace === 'never';
    const mayHaveWorked = !wasRefused || sent.step.undoWhenRefused;
    return {
      end: 'FAILED',
      error: retold(error, `step ${name}: ${error.detail}`),
      mayStand: isLast && !wasRefused,
      undos: undosOf(mayHaveWorked ? [...taken, sent] : taken),
    };
  }

  /** With what is known by now, for a cart's revision may have moved on; of a list, with what is the element's own. */
  function undosOf(done: readonly Sent[]): readonly Undo[] {
    return done
      .flatMap(({ step: { name, undo, isRepeated }, turn, captured }) => {
        if (undo === null) return [];
        const known = isRepeated ? withCaptured(variables, captured) : variables;
        return [{ step: name, call: undo, variables: { ...known, ...turn } }];
      })
      .reverse();
  }
}

function withCaptured(variables: CallVariables, captured: Variables): CallVariables {
  return { ...variables, captured: { ...variables.captured, ...captured } };
}

function refusalIn(answer: Answered, name: string, missing: MissingMeans): Refusal | null {
  if (answer.means === 'refused') return { reason: answer.reason, detail: `step ${name}: ${answer.detail}` };
  if (answer.means === 'ok' || missing === 'NOTHING_TO_DO') return null;
  return { reason: 'UNKNOWN_OFFER', detail: `step ${name}: the shop does not know it` };
}

/** The same error with other words for the log. */
export function retold(error: AdapterError, detail: string): AdapterError {
  const { code, marketplace, retryAfterMs, status } = error;
  return new AdapterError(code, {
    marketplace,
    detail,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(status === undefined ? {} : { status }),
    cause: error,
  });
}
