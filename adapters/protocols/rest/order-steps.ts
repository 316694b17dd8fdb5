import type { ResponseRule, OrderStep } from './manifest';
import { checkedRequest, compileCapture, type Capture, type CheckedRequest } from './order-captures';
import { compileEach, type Turns } from './order-each';

/** A step of a manifest, ready to be taken. */
export interface Step {
  readonly name: string;
  readonly turns: Turns;
  /** Is it sent once per element of a list? Its captures are lists then. */
  readonly isRepeated: boolean;
  readonly call: CheckedRequest;
  readonly responses: readonly ResponseRule[] | undefined;
  readonly captures: readonly string[];
  readonly capture: Capture;
  readonly undo: CheckedRequest | null;
  readonly undoWhenRefused: boolean;
}

export function compileStep(step: OrderStep): Step {
  const { name, each, request, responses, capture = {}, undo, undoWhenRefused } = step;
  return {
    name,
    turns: compileEach(each),
    isRepeated: each !== undefined,
    call: checkedRequest(request),
    responses,
    captures: Object.keys(capture),
    capture: compileCapture(capture),
    undo: undo === undefined ? null : checkedRequest(undo),
    undoWhenRefused,
  };
}
