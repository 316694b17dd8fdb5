import type { Call } from '../../core/contract';
import { AdapterError, ERROR_TABLE, toAdapterError } from '../../core/errors';
import type { Refused } from '../../core/order/ordering-port';
import type { Answered } from './exchange';
import type { OrderStep } from './manifest';
import {
  checkedRequest,
  compileCapture,
  type CallVariables,
  type Capture,
  type CheckedRequest,
} from './order-captures';
import type { Shop, Undo } from './order-undo';

/** A step of a manifest, ready to be taken. */
export interface Step {
  readonly name: string;
  readonly call: CheckedRequest;
  readonly capture: Capture;
  readonly undo: CheckedRequest | null;
  readonly undoWhenRefused: boolean;
}

export function compileStep({ name, request, capture, undo, undoWhenRefused }: OrderStep): Step {
  return {
    name,
    call: checkedRequest(request),
    capture: compileCapture(capture),
    undo: undo === undefined ? null : checkedRequest(undo),
    undoWhenRefused,
  };
}

/** What a step means that says "not there" (404): a no, or that there is nothing to do any more. */
export type MissingMeans = 'REFUSED' | 'NOTHING_TO_DO';

/** How a row of steps ended; `undos` take back what it left in the shop, the last step first. */
export type Ending =
  | { readonly end: 'DONE'; readonly lastWasMissing: boolean }
  | { readonly end: 'REFUSED'; readonly refusal: Refused; readonly undos: readonly Undo[] }
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
  const taken: Step[] = [];

  for (const [index, step] of steps.entries()) {
    const unsent = unsendable(step);
    if (unsent !== null) return { end: 'FAILED', error: unsent, mayStand: false, undos: undosOf(taken) };
    let answer: Answered;
    try {
      answer = await exchange.send({ request: step.call.request, variables }, call);
    } catch (thrown) {
      return failed(step, toAdapterError(thrown, marketplace), index === steps.length - 1);
    }
    variables = { ...variables, captured: { ...variables.captured, ...step.capture(answer.body) } };
    const refusal = refusalIn(answer, step.name, missing);
    if (refusal !== null)
      return { end: 'REFUSED', refusal, undos: undosOf(step.undoWhenRefused ? [...taken, step] : taken) };
    taken.push(step);
    lastWasMissing = answer.means === 'missing';
  }
  return { end: 'DONE', lastWasMissing };

  /** Why the step can't even be sent; null when it can. */
  function unsendable({ name, call: { lacks } }: Step): AdapterError | null {
    const lacking = lacks(variables);
    if (lacking.length > 0) {
      const detail = `step ${name}: not sent, for no answer gave ${lacking.join(', ')}`;
      return new AdapterError('BAD_RESPONSE', { marketplace, detail });
    }
    if (!call.signal.aborted && call.deadline > Date.now()) return null;
    return new AdapterError('TIMEOUT', { marketplace, detail: `step ${name}: not sent, the time was over` });
  }

  /** After a plain no of the error table the step itself left nothing, but where the manifest says so. */
  function failed(step: Step, error: AdapterError, isLast: boolean): Ending {
    const wasRefused = ERROR_TABLE[error.code].retryPlace === 'never';
    const mayHaveWorked = !wasRefused || step.undoWhenRefused;
    return {
      end: 'FAILED',
      error: retold(error, `step ${step.name}: ${error.detail}`),
      mayStand: isLast && !wasRefused,
      undos: undosOf(mayHaveWorked ? [...taken, step] : taken),
    };
  }

  function undosOf(done: readonly Step[]): readonly Undo[] {
    return done
      .flatMap(({ name, undo }) => (undo === null ? [] : [{ step: name, call: undo, variables }]))
      .reverse();
  }
}

function refusalIn(answer: Answered, name: string, missing: MissingMeans): Refused | null {
  if (answer.means === 'refused')
    return { outcome: 'REFUSED', reason: answer.reason, detail: `step ${name}: ${answer.detail}` };
  if (answer.means === 'ok' || missing === 'NOTHING_TO_DO') return null;
  return { outcome: 'REFUSED', reason: 'UNKNOWN_OFFER', detail: `step ${name}: the shop does not know it` };
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
