import { context as traceContext, propagation } from '@opentelemetry/api';
import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../../adapters/core/errors';
import { SIGNATURE_HEADER, signRequest } from '../../subgraphs/http/request-signature';
import { DEADLINE_HEADER, REQUEST_ID_HEADER } from '../../subgraphs/http/request-headers';
import type { RequestContext } from '../../subgraphs/request-context';
import { parseReports } from '../../subgraphs/source-report';
import { log } from '../../subgraphs/telemetry/log';
import type { SubgraphAnswer, SubgraphRequest } from './data-source';
import { REPRESENTATIONS, representationsOf } from './entity-fetch';
import { openHttpConnections, type HttpAnswer, type Patience } from './http-connections';
import { openRemoteEvents } from './remote-events';
import type { ClosableDataSource } from './reused';
import type { SingleFlight } from './single-flight';
import { endOfSignal, WaitEnded } from './wait-end';

/** For what a query begins with: a search may take its time, a subgraph that doesn't answer at all may not. */
const ROOT_ANSWER_WITHIN_MS = 10_000;
/** Kept back of the client's time for the way to a subgraph and back. */
const HOP_SHARE = 0.1;
const LONGEST_HOP_MS = 100;
/** A subgraph keeps the deadline itself, last known values and all; one that is a little late is not dropped. */
const GRACE_MS = 500;

export interface RemoteDataSourceOptions {
  readonly name: string;
  readonly url: string;
  /** Where its subscriptions are asked for, if not at the same address. */
  readonly eventsUrl?: string | undefined;
  /** With it each request is signed, and who asks travels along. */
  readonly secret: string | null;
  /** Shared by all subgraphs of a gateway; without it every read is asked for. */
  readonly singleFlight: SingleFlight | null;
}

/**
 * A subgraph behind HTTP. The request's id, deadline, trace and wish for uncached answers go along; its
 * reports on marketplaces come back. With a secret each request is signed, and who asks travels inside the
 * signature; without one (a foreign supergraph) nothing of the client's identity leaves. What a subgraph
 * adds to entities is waited for until the client's deadline and a moment more: a subgraph that hangs costs
 * its own fields and nothing else. When the client goes, so does the request.
 */
export function createRemoteDataSource({
  name,
  url,
  eventsUrl = url,
  secret,
  singleFlight,
}: RemoteDataSourceOptions): ClosableDataSource {
  const connections = openHttpConnections(url);
  const { pathname, search } = new URL(url);

  async function signatureFor(body: string, { actor }: RequestContext): Promise<Record<string, string>> {
    if (secret === null) return {};
    const request = { method: 'POST', path: `${pathname}${search}`, body };
    return {
      [SIGNATURE_HEADER]: await signRequest(request, { subgraph: name, secret, actor: actor ?? null }),
    };
  }

  async function send(body: string, client: RequestContext, patience: Patience): Promise<HttpAnswer> {
    return connections.post(await signedHeaders(client, body), body, patience);
  }

  async function signedHeaders(client: RequestContext, body: string): Promise<Record<string, string>> {
    return { ...headersFor(client), ...(await signatureFor(body, client)) };
  }

  const events = openRemoteEvents({ name, url: eventsUrl, headersFor: signedHeaders });

  function exchange(request: SubgraphRequest, client: RequestContext, withinMs: number): Promise<HttpAnswer> {
    const { query, variables, operationName } = request;
    const body = JSON.stringify({ query, variables, operationName });
    const { signal, deadline, noCache } = client;
    const alone = { end: endOfSignal(signal), withinMs };
    if (singleFlight === null) return send(body, client, alone);
    if (isMutation(query)) {
      singleFlight.forget();
      return send(body, client, alone).finally(() => singleFlight.forget());
    }
    // With a secret, who asks is part of what is asked. Ids and traces are not: they change no answer.
    const identity = secret === null ? null : (client.actor ?? null);
    const key = `${JSON.stringify([url, noCache, identity])}${body}`;
    return singleFlight.read(key, { signal, deadline, withinMs }, (end) => send(body, client, { end }));
  }

  return {
    takesCombined: true,
    close() {
      connections.close();
      events.close();
    },
    subscribe: (asked) => Promise.resolve(events.subscribe(asked)),
    async process({ request, context: client }) {
      const remainingMs = remainingMsOf(client);
      const withinMs = asksForEntities(request)
        ? remainingMs + GRACE_MS
        : ROOT_ANSWER_WITHIN_MS + remainingMs;
      try {
        const { status, body } = await exchange(request, client, withinMs);
        // Not the client's fault: it is the gateway that the subgraph doesn't believe.
        if (status === 401)
          return failed(name, client, 'UNAVAILABLE', 'status 401, unsigned or signed wrongly');
        const answer = readAnswer(body);
        if (answer === null) return failed(name, client, 'BAD_RESPONSE', `status ${status}`);
        if (answer.extensions !== undefined) client.sources.push(...parseReports(answer.extensions));
        return answer;
      } catch (error) {
        return failed(name, client, error instanceof WaitEnded ? 'TIMEOUT' : 'UNAVAILABLE', reasonOf(error));
      }
    },
  };
}

/** By its one list of representations or its several. */
function asksForEntities({ variables = {} }: SubgraphRequest): boolean {
  return REPRESENTATIONS in variables || representationsOf(0) in variables;
}

function remainingMsOf({ deadline }: RequestContext): number {
  return Math.max(1, Math.round(deadline - Date.now()));
}

/** The planner begins every operation with its kind, but for a query's short form. */
function isMutation(query: string): boolean {
  return query.startsWith('mutation');
}

function headersFor(client: RequestContext): Record<string, string> {
  const remainingMs = remainingMsOf(client);
  const givenMs = Math.ceil(remainingMs - Math.min(LONGEST_HOP_MS, remainingMs * HOP_SHARE));
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    [REQUEST_ID_HEADER]: client.requestId,
    [DEADLINE_HEADER]: String(givenMs),
    ...(client.noCache ? { 'cache-control': 'no-cache' } : {}),
  };
  propagation.inject(traceContext.active(), headers);
  return headers;
}

/** A GraphQL answer under whatever status it came, or null for anything else. */
function readAnswer(text: string): SubgraphAnswer | null {
  try {
    const body: unknown = JSON.parse(text);
    const isAnswer = typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
    return isAnswer ? (body as SubgraphAnswer) : null;
  } catch {
    return null; // told as a bad answer, with its status
  }
}

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  TIMEOUT: 'This part of the answer did not come in time.',
  UNAVAILABLE: 'This part of the answer could not be asked for.',
  BAD_RESPONSE: 'This part of the answer could not be understood.',
};

/** The fields that this subgraph would have given are null, with an error that says why; the others stay. */
function failed(name: string, client: RequestContext, code: ErrorCode, reason: string): SubgraphAnswer {
  if (!client.signal.aborted)
    log.warn({ subgraph: name, requestId: client.requestId, code, reason }, 'a subgraph failed');
  const error: GraphQLFormattedError = {
    message: MESSAGES[code] ?? '',
    extensions: { code, serviceName: name },
  };
  return { errors: [error] };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: string };
  return code ?? error.name;
}
