import { GraphQLError } from 'graphql';
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestDetails } from '../request-context';

export const REQUEST_ID_HEADER = 'x-request-id';
export const DEADLINE_HEADER = 'x-deadline-ms';

/** What a request's headers ask for. Throws for a deadline that is none; a client may only ask for less than we allow. */
export function readRequestHeaders(
  headers: IncomingHttpHeaders,
  longestMs: number,
): Pick<RequestDetails, 'deadlineMs' | 'noCache'> {
  const asked = headers[DEADLINE_HEADER];
  const cacheControl = headers['cache-control'] ?? '';
  return {
    deadlineMs: asked === undefined ? longestMs : Math.min(longestMs, parseDeadline(String(asked))),
    noCache: /(?:^|[\s,])no-(?:cache|store)(?:$|[\s,=])/i.test(cacheControl),
  };
}

function parseDeadline(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text.trim())) return Number(text);
  throw new GraphQLError(
    `${DEADLINE_HEADER}: "${text.slice(0, 40)}" is not a whole number of milliseconds above 0, for example 800.`,
    { extensions: { code: 'INVALID_INPUT', argument: DEADLINE_HEADER, http: { status: 400 } } },
  );
}

/** An id that a client or gateway gave its request, where it is fit to be logged and passed on. */
export function requestIdOf(headers: IncomingHttpHeaders): string | undefined {
  const id = headers[REQUEST_ID_HEADER];
  return typeof id === 'string' && /^[\w.-]{1,64}$/.test(id) ? id : undefined;
}
