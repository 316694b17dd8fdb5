import { Pool, type Dispatcher } from 'undici';
import { WaitEnded, type WaitEnd } from './wait-end';

/** Sockets to one subgraph at most; what is more waits for its turn, within its deadline. */
const MOST_SOCKETS = 128;
/** What one answer may weigh: far above any page, far below what would stop the process. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** How long an answer is waited for. */
export interface Patience {
  readonly end: WaitEnd;
  readonly withinMs?: number;
}

/** Kept-alive connections to one address. */
export interface HttpConnections {
  /** Rejects with `WaitEnded` when that is over, on a broken connection, and for an answer beyond all bounds. */
  post(headers: Readonly<Record<string, string>>, body: string, patience: Patience): Promise<HttpAnswer>;
  /** Requests that are under way end as usual. */
  close(): void;
}

/**
 * A pool of undici's, used without streams: an answer is needed as a whole, and a stream for each would be the
 * larger part of what a fetch costs. Nothing here has a time of its own.
 */
export function openHttpConnections(url: string): HttpConnections {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: MOST_SOCKETS, headersTimeout: 0, bodyTimeout: 0 });
  const path = `${pathname}${search}`;
  return {
    post: (headers, body, patience) =>
      new Promise((resolve, reject) => {
        if (patience.end.isOver()) throw new WaitEnded();
        pool.dispatch({ path, method: 'POST', headers, body }, collectAnswer(patience, resolve, reject));
      }),
    close() {
      // It resolves when the last answer is there, and there is nobody left who would wait for that.
      void pool.close();
    },
  };
}

/** One listener and one timer: a signal of its own for each request would cost more than its answer's parsing. */
function collectAnswer(
  { end, withinMs }: Patience,
  resolve: (answer: HttpAnswer) => void,
  reject: (reason: unknown) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let status = 0;
  let controller: Dispatcher.DispatchController | null = null;
  let isEnded = false;
  const stop = (): void => {
    isEnded = true;
    // One that still waits for a connection is let go now. It has its turn all the same, and ends with that connection.
    if (controller) controller.abort(new WaitEnded());
    else fail(new WaitEnded());
  };
  const timer = withinMs === undefined ? undefined : setTimeout(stop, withinMs);
  const takeBack = end.onOver(stop);
  const release = (): void => {
    clearTimeout(timer);
    takeBack();
  };
  const fail = (reason: Error): void => {
    release();
    reject(reason);
  };
  return {
    onRequestStart(started) {
      controller = started;
      if (isEnded) stop();
    },
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData(_controller, chunk) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) controller?.abort(new Error(`an answer of more than ${MOST_BYTES} bytes`));
      else chunks.push(chunk);
    },
    onResponseEnd() {
      release();
      resolve({ status, body: (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? '' });
    },
    onResponseError: (_controller, error) => fail(error),
  };
}
