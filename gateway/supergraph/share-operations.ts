import { OperationTypeNode } from 'graphql';
import type { Answer, Executor } from '../../subgraphs/http/executor';
import { slotOf } from '../../subgraphs/http/subscriptions/subscription-slot';
import type { RequestContext } from '../../subgraphs/request-context';
import { keepText } from '../answer-text';
import { isInParts } from '../engine/deferral/in-parts-or-whole';
import type { SingleFlight } from '../data-sources/single-flight';

interface Shared {
  readonly answer: Answer;
  readonly sources: RequestContext['sources'];
}

/**
 * Executes a query once for all who send the same at the same time: the same text and variables, by the same
 * caller. A portal's start page is asked for by many at once, above all when it has just become slow.
 */
export function shareOperations(execute: Executor, singleFlight: SingleFlight): Executor {
  return async (request) => {
    const { operation, queryHash } = request;
    if (operation.operation === OperationTypeNode.MUTATION) {
      singleFlight.forget();
      return execute(request).finally(() => singleFlight.forget());
    }
    const isStreamed = slotOf(request.context) !== null;
    if (operation.operation !== OperationTypeNode.QUERY || isStreamed || isInParts(request))
      return execute(request);
    const context = request.context as RequestContext;
    const { operationName, variables } = request.request;
    const key = JSON.stringify([queryHash, operationName, variables, context.actor, context.noCache]);
    const { answer, sources } = await singleFlight.read(key, context, async (end): Promise<Shared> => {
      // Whoever asked first may leave before the others.
      const own = new AbortController();
      end.onOver(() => own.abort());
      const shared: RequestContext = { ...context, signal: own.signal, sources: [], made: new Map() };
      return { answer: await execute({ ...request, context: shared }), sources: shared.sources };
    });
    context.sources.push(...sources);
    keepText(answer);
    return answer;
  };
}
