import { Pool, type Dispatcher } from 'undici';

/** Sockets to one subgraph at most; what is more waits for its turn, within its deadline. */
const MOST_SOCKETS = 128;
/** What one answer may weigh: far above any page, far below what would stop the process. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** Kept-alive connections to one address. */
export interface HttpConnections {
  /** Rejects when the signal aborts, on a broken connection, and for an answer beyond all bounds. */
  post(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Requests that are under way end as usual. */
  close(): void;
}

/**
 * A pool of undici's, used without streams: an answer is needed as a whole, and a stream for each would be the
 * larger part of what a fetch costs. Nothing here has a time of its own: the signal is the deadline.
 */
export function openHttpConnections(url: string): HttpConnections {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: MOST_SOCKETS, headersTimeout: 0, bodyTimeout: 0 });
  const path = `${pathname}${search}`;
  return {
    post: (headers, body, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        pool.dispatch({ path, method: 'POST', headers, body }, collectAnswer(signal, resolve, reject));
      }),
    close() {
      // It resolves when the last answer is there, and there is nobody left who would wait for that.
      void pool.close();
    },
  };
}

function collectAnswer(
  signal: AbortSignal,
  resolve: (answer: HttpAnswer) => void,
  reject: (reason: unknown) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let status = 0;
  let abort = (): void => undefined;
  const release = (): void => signal.removeEventListener('abort', abort);
  return {
    onRequestStart(controller) {
      abort = () => controller.abort(signal.reason as Error);
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    },
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData(controller, chunk) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) controller.abort(new Error(`an answer of more than ${MOST_BYTES} bytes`));
      else chunks.push(chunk);
    },
    onResponseEnd() {
      release();
      resolve({ status, body: (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? '' });
    },
    onResponseError(_controller, error) {
      release();
      reject(error);
    },
  };
}
