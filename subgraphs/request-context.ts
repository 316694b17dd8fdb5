import { randomUUID } from 'node:crypto';

/** What every resolver gets: one object per request, shared by all subgraphs that run in this process. */
export interface RequestContext {
  readonly requestId: string;
  /** Epoch milliseconds until which live values are of use to the client. */
  readonly deadline: number;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

/** How long a client waits for live values: longer than a healthy marketplace needs, shorter than patience. */
export const LIVE_DEADLINE_MS = 2_000;

export function createRequestContext(
  request: { requestId?: string | undefined; signal?: AbortSignal | undefined } = {},
): RequestContext {
  return {
    requestId: request.requestId ?? randomUUID(),
    deadline: Date.now() + LIVE_DEADLINE_MS,
    signal: request.signal ?? new AbortController().signal,
  };
}

/** One value per request, made when first asked for: what DataLoaders need. */
export function perRequest<T>(create: (context: RequestContext) => T): (context: RequestContext) => T {
  const made = new WeakMap<RequestContext, T>();
  return (context) => {
    const known = made.get(context);
    if (known !== undefined) return known;
    const value = create(context);
    made.set(context, value);
    return value;
  };
}
