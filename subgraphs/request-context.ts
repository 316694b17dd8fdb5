import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Actor } from '../adapters/core/actor';
import type { Call } from '../adapters/core/contract';
import type { SourceReport } from './source-report';

/** What every resolver gets: one object per request, shared by all subgraphs that run in this process. */
export interface RequestContext extends Call {
  /** The client wants the sources themselves asked, whatever is cached. */
  readonly noCache: boolean;
  /** How each marketplace that was asked did; whoever asks one adds to it. */
  readonly sources: SourceReport[];
  /** What `perRequest` made, by what it makes it for. A weak map would keep it beyond the request. */
  readonly made: Map<object, unknown>;
}

/** How long a client waits for live values: longer than a healthy marketplace needs, shorter than patience. */
export const DEFAULT_DEADLINE_MS = 2_000;

export interface RequestDetails {
  readonly requestId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number | undefined;
  readonly noCache?: boolean;
  readonly actor?: Actor | undefined;
}

export function createRequestContext(request: RequestDetails = {}): RequestContext {
  const signal = request.signal ?? new AbortController().signal;
  setMaxListeners(0, signal); // as many as there are offers on a page; each removes itself
  return {
    requestId: request.requestId ?? randomUUID(),
    deadline: Date.now() + (request.deadlineMs ?? DEFAULT_DEADLINE_MS),
    signal,
    noCache: request.noCache ?? false,
    sources: [],
    made: new Map(),
    ...(request.actor === undefined ? {} : { actor: request.actor }),
  };
}

/** One value per request, made when first asked for: what DataLoaders need. */
export function perRequest<T extends object>(
  create: (context: RequestContext) => T,
): (context: RequestContext) => T {
  const key = {};
  return (context) => {
    const known = context.made.get(key) as T | undefined;
    if (known !== undefined) return known;
    const value = create(context);
    context.made.set(key, value);
    return value;
  };
}
