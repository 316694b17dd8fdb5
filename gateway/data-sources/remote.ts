import type { GraphQLDataSource } from '@apollo/gateway';
import { context as traceContext, propagation } from '@opentelemetry/api';
import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../../adapters/core/errors';
import { followAbort } from '../../adapters/core/following-abort';
import { SIGNATURE_HEADER, signRequest } from '../../subgraphs/http/request-signature';
import { DEADLINE_HEADER, REQUEST_ID_HEADER } from '../../subgraphs/http/request-headers';
import type { RequestContext } from '../../subgraphs/request-context';
import { parseReports } from '../../subgraphs/source-report';
import { log } from '../../subgraphs/telemetry/log';

/** For what a query begins with: a search may take its time, a subgraph that doesn't answer at all may not. */
const ROOT_ANSWER_WITHIN_MS = 10_000;
/** Kept back of the client's time for the way to a subgraph and back. */
const HOP_SHARE = 0.1;
const LONGEST_HOP_MS = 100;
/** A subgraph keeps the deadline itself, last known values and all; one that is a little late is not dropped. */
const GRACE_MS = 250;

type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * A subgraph behind HTTP. The request's id, deadline, trace and wish for uncached answers go along; its
 * reports on marketplaces come back. With a secret each request is signed, and who asks travels inside the
 * signature; without one (a foreign supergraph) nothing of the client's identity leaves. What a subgraph
 * adds to entities is waited for until the client's deadline and a moment more: a subgraph that hangs costs
 * its own fields and nothing else. When the client goes, so does the request.
 */
export function createRemoteDataSource(name: string, url: string, secret: string | null): GraphQLDataSource {
  async function signatureFor(body: string, { actor }: RequestContext): Promise<Record<string, string>> {
    if (secret === null) return {};
    const { pathname, search } = new URL(url);
    const request = { method: 'POST', path: `${pathname}${search}`, body };
    return {
      [SIGNATURE_HEADER]: await signRequest(request, { subgraph: name, secret, actor: actor ?? null }),
    };
  }

  return {
    async process({ request, context }) {
      const client = context as RequestContext;
      const remainingMs = Math.max(1, Math.round(client.deadline - Date.now()));
      const isEntityFetch = request.variables?.['representations'] !== undefined;
      const withinMs = isEntityFetch ? remainingMs + GRACE_MS : ROOT_ANSWER_WITHIN_MS + remainingMs;
      const givenMs = Math.ceil(remainingMs - Math.min(LONGEST_HOP_MS, remainingMs * HOP_SHARE));
      const body = JSON.stringify({
        query: request.query,
        variables: request.variables,
        operationName: request.operationName,
      });
      const end = followAbort(client.signal, withinMs);
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { ...headersFor(client, givenMs), ...(await signatureFor(body, client)) },
          body,
          signal: end.signal,
        });
        // Not the client's fault: it is the gateway that the subgraph doesn't believe.
        if (response.status === 401)
          return failed(name, client, 'UNAVAILABLE', 'status 401, unsigned or signed wrongly');
        const answer = await readAnswer(response);
        if (answer === null) return failed(name, client, 'BAD_RESPONSE', `status ${response.status}`);
        client.sources.push(...parseReports(answer.extensions));
        return answer;
      } catch (error) {
        return failed(name, client, end.signal.aborted ? 'TIMEOUT' : 'UNAVAILABLE', reasonOf(error));
      } finally {
        end.release();
      }
    },
  };
}

function headersFor(client: RequestContext, givenMs: number): Record<string, string> {
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
async function readAnswer(response: Response): Promise<Answer | null> {
  const body: unknown = await response.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) return null;
    throw error;
  });
  const isAnswer = typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
  return isAnswer ? (body as Answer) : null;
}

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  TIMEOUT: 'This part of the answer did not come in time.',
  UNAVAILABLE: 'This part of the answer could not be asked for.',
  BAD_RESPONSE: 'This part of the answer could not be understood.',
};

/** The fields that this subgraph would have given are null, with an error that says why; the others stay. */
function failed(name: string, client: RequestContext, code: ErrorCode, reason: string): Answer {
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
  const { code } = (error.cause ?? {}) as { code?: string };
  return code ?? error.name;
}
