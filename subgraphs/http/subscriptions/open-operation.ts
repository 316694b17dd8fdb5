import type { ApolloServer, GraphQLResponse } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import type { RequestContext, RequestDetails } from '../../request-context';
import { formatAnswer } from '../format-answer';
import { mapEvents } from './map-events';
import { createStreamedContext } from './subscription-slot';
import { StreamInterrupted, untilAborted } from './until-aborted';

/** An operation, as GraphQL over SSE and over WebSocket both send it. */
export interface SentOperation {
  readonly query?: string | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}

/** After this its client begins again, and says anew who it is: no token is good for ever. */
const LONGEST_STREAM_MS = 3_600_000;

/**
 * Has an operation of any kind done by a server: parsed, validated and let through like any other. A
 * subscription gives events until its signal aborts; `StreamInterrupted` is thrown where its client may begin
 * again. Everything else gives its one answer, or the parts of it (`@defer`).
 */
export async function openOperation(
  server: ApolloServer<RequestContext>,
  { query, operationName, variables, extensions }: SentOperation,
  details: RequestDetails & { readonly signal: AbortSignal },
): Promise<FormattedExecutionResult | AsyncIterableIterator<FormattedExecutionResult>> {
  const { signal } = details;
  const context = createStreamedContext(details);
  const { slot } = context;
  const { body } = await server.executeOperation(
    {
      ...(query === undefined ? {} : { query }),
      ...(operationName ? { operationName } : {}),
      ...(variables ? { variables } : {}),
      ...(extensions ? { extensions } : {}),
    },
    { contextValue: context },
  );
  if (slot.events === null) return body.kind === 'single' ? body.singleResult : inParts(body);
  return mapEvents(untilAborted(slot.events, lasting(signal)), (answer) =>
    formatAnswer(answer, 'events', context.requestId),
  );
}

/** The parts of an answer, the first one included. */
async function* inParts({
  initialResult,
  subsequentResults,
}: Extract<GraphQLResponse['body'], { kind: 'incremental' }>): AsyncGenerator<FormattedExecutionResult> {
  yield initialResult;
  yield* subsequentResults;
}

/** Aborts with a signal, or as an interruption when a stream has lasted long enough. */
function lasting(signal: AbortSignal): AbortSignal {
  const end = new AbortController();
  const timer = setTimeout(
    () => end.abort(new StreamInterrupted('the stream has lasted long enough')),
    LONGEST_STREAM_MS,
  );
  timer.unref();
  const abort = (): void => {
    clearTimeout(timer);
    end.abort(signal.reason);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return end.signal;
}
