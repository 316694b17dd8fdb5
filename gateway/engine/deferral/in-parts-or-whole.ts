import { Kind, OperationTypeNode } from 'graphql';
import type { GatewayRequest } from '../../../subgraphs/http/executor';
import { deferralOf } from '../../../subgraphs/http/incremental/deferral-slot';
import { booleanDefaults, isTrue } from '../variables';
import { keepDefers, usesDefer, withoutDefer } from './defer-directive';

/** Is something of it deferred, and does its client take an answer in parts? Events are not divided. */
export function isInParts({ document, operation, context }: GatewayRequest): boolean {
  const isDivisible = operation.operation !== OperationTypeNode.SUBSCRIPTION && deferralOf(context) !== null;
  return isDivisible && usesDefer(document);
}

/**
 * A request as it is planned and executed: with the `@defer`s that hold for it, none where it is not answered in
 * parts. The planner would plan for each combination of their conditions ahead, and these may be thousands.
 */
export function inPartsOrWhole(request: GatewayRequest): GatewayRequest {
  if (!usesDefer(request.document)) return request;
  if (!isInParts(request)) return asWhole(request);
  const defaults = booleanDefaults(request.operation);
  const met = new Set<string>();
  const kept = keepDefers(request, (condition) => {
    if (condition?.kind === Kind.BOOLEAN) return condition.value;
    if (condition?.kind !== Kind.VARIABLE) return true;
    const { value: variable } = condition.name;
    const holds = isTrue(variable, request.request.variables ?? {}, defaults);
    if (holds) met.add(variable);
    return holds;
  });
  if (!usesDefer(kept.document)) return asWhole(request);
  return { ...request, ...kept, queryHash: `${request.queryHash} parts ${[...met].join()}` };
}

/** The request as it is answered in one. Plans are kept by this hash, and those for parts are others. */
export const asWhole = (request: GatewayRequest): GatewayRequest => ({
  ...request,
  ...withoutDefer(request),
  queryHash: `${request.queryHash} whole`,
});
