import { GraphQLError } from 'graphql';
import { createRequestContext, type RequestContext, type RequestDetails } from '../../request-context';
import type { Answer } from '../executor';
import { withDeferral } from '../incremental/deferral-slot';

/**
 * Where the answers of a subscription come from. Apollo Server knows of one answer per request: it parses,
 * validates and lets through, and the events pass it by, in a slot of the request's context.
 */
export interface SubscriptionSlot {
  /** What one event's fetches are asked with: a time of their own, and nothing cached: something has just changed. */
  contextForEvent(): RequestContext;
  /** Set once the subscription has begun; ends when the context's signal aborts. */
  events: AsyncIterable<Answer> | null;
}

/** The context of a request whose events can be passed on. */
export type StreamedContext = RequestContext & { readonly slot: SubscriptionSlot };

export function createStreamedContext(details: RequestDetails): StreamedContext {
  const slot: SubscriptionSlot = {
    contextForEvent: () => createRequestContext({ ...details, noCache: true }),
    events: null,
  };
  return { ...withDeferral(createRequestContext(details)), slot };
}

/** The slot of a request; null where its client waits for one answer. */
export function slotOf(context: object): SubscriptionSlot | null {
  return (context as Partial<StreamedContext>).slot ?? null;
}

const ASK_FOR_EVENTS =
  'A subscription is answered with events: send it with "accept: text/event-stream", or over WebSocket where there is one.';

/** The one answer to a subscription whose client waits for one answer. */
export function refuseWithoutEvents(): Answer {
  return { errors: [new GraphQLError(ASK_FOR_EVENTS, { extensions: { code: 'BAD_REQUEST' } })] };
}
