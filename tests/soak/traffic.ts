import { filteredSearch, livePage, textSearch } from '../bench/queries';

export interface Outcome {
  readonly kind: 'answered' | 'left' | 'failed';
  readonly tookMs: number;
  /** Why it failed. */
  readonly problem: string | null;
  /** Codes of errors that came beside data. */
  readonly codes: readonly string[];
}

interface Body {
  readonly data?: { readonly search?: unknown } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

/** What a marketplace may be told for; anything else beside data is a failure of ours. */
const INJECTED = new Set(['TIMEOUT', 'UNAVAILABLE', 'BAD_RESPONSE', 'RATE_LIMITED', 'FORBIDDEN']);

/** The kinds of requests that a soak is made of, in turn. */
const REQUESTS: readonly ((index: number) => {
  body: unknown;
  headers?: Record<string, string>;
  leavesAfterMs?: number;
})[] = [
  (i) => ({ body: livePage(i) }),
  (i) => ({ body: livePage(i), headers: { 'cache-control': 'no-cache' } }),
  (i) => ({ body: filteredSearch(i) }),
  (i) => ({ body: livePage(i), headers: { 'cache-control': 'no-cache', 'x-deadline-ms': '300' } }),
  (i) => ({ body: textSearch(i) }),
  (i) => ({ body: livePage(i), headers: { 'cache-control': 'no-cache' }, leavesAfterMs: 20 }),
];

/** Sends one request and judges the answer as a client would. */
export async function send(url: string, index: number): Promise<Outcome> {
  // Each client goes through all kinds, though as many take turns as there are kinds.
  const kind = (index + Math.floor(index / REQUESTS.length)) % REQUESTS.length;
  const request = REQUESTS[kind]?.(index);
  const started = performance.now();
  const outcome = (
    kind: Outcome['kind'],
    problem: string | null,
    codes: readonly string[] = [],
  ): Outcome => ({
    kind,
    tookMs: performance.now() - started,
    problem,
    codes,
  });
  if (!request) return outcome('failed', 'no request');
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...request.headers },
      body: JSON.stringify(request.body),
      ...(request.leavesAfterMs === undefined ? {} : { signal: AbortSignal.timeout(request.leavesAfterMs) }),
    });
    const { data, errors = [] } = (await response.json()) as Body;
    if (response.status !== 200) return outcome('failed', `status ${response.status}`);
    if (!data?.search) return outcome('failed', `no data: ${errors[0]?.message ?? 'no error either'}`);
    const codes = errors.map(({ extensions }) => String(extensions?.['code']));
    const wrong = codes.find((code) => !INJECTED.has(code));
    return outcome(wrong === undefined ? 'answered' : 'failed', wrong ?? null, codes);
  } catch (error) {
    const isLeaving = request.leavesAfterMs !== undefined;
    return isLeaving ? outcome('left', null) : outcome('failed', String(error));
  }
}
