import { GraphQLError } from 'graphql';
import type { RequestContext } from '../../subgraphs/request-context';
import { isBegun, type DataSource, type SubgraphAnswer } from '../data-sources/data-source';
import { mapEvents } from '../../subgraphs/http/subscriptions/map-events';
import type { Execution } from './execution';
import type { RootFetch } from './plan/fetch-step';
import { refuseWithoutEvents, slotOf } from '../../subgraphs/http/subscriptions/subscription-slot';
import type { Answer } from '../../subgraphs/http/executor';

const NOT_OFFERED: Answer = {
  errors: [
    new GraphQLError('The source of these events does not offer them.', {
      extensions: { code: 'UNAVAILABLE' },
    }),
  ],
};

export interface SubscriptionOptions {
  readonly sources: ReadonlyMap<string, DataSource>;
  /** An execution with data and errors of its own. */
  begin(context: RequestContext): Execution;
  /** Fetches what else the operation selects, and completes the answer. */
  finish(execution: Execution): Promise<Answer>;
}

/**
 * Begins a subscription at the subgraph that has its field. Each event is the beginning of an answer of its
 * own; it is finished with a deadline of its own. One that can't begin is told in the answer.
 */
export async function subscribe(
  context: RequestContext,
  { subgraph, requestOf, addTo }: RootFetch,
  { sources, begin, finish }: SubscriptionOptions,
): Promise<Answer> {
  const slot = slotOf(context);
  if (slot === null) return refuseWithoutEvents();
  const source = sources.get(subgraph);
  if (!source?.subscribe) return NOT_OFFERED;

  function answerTo(event: SubgraphAnswer, eventContext: RequestContext): Promise<Answer> {
    const execution = begin(eventContext);
    addTo(execution, event);
    return finish(execution);
  }

  const begun = await source.subscribe({ request: requestOf(begin(context)), context });
  if (!isBegun(begun)) return answerTo(begun, context);
  slot.events = mapEvents(begun, (event) => answerTo(event, slot.contextForEvent()));
  return { data: null };
}
