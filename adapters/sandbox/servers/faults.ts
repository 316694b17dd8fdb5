import type { ServerResponse } from 'node:http';

/** What a fake server can do in place of answering properly. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'failure-under-200'; readonly code: number }
  | {
      readonly kind:
        'hang' | 'reset-in-body' | 'slow-body' | 'truncated-json' | 'html' | 'html-403' | 'empty';
    }
  | { readonly kind: 'wrong-shape' | 'oversize' }
  | { readonly kind: 'redirect'; readonly to: string };

/** Turned while a server runs; tests turn them directly, people over `PUT /_sandbox/knobs`. */
export interface Knobs {
  latencyMs: number;
  fault: Fault | null;
  /** Only requests whose path and query hold this text are struck; empty strikes all. */
  faultFor: string;
  /** Toko Daring only: does the pull know the undocumented parameter `ids`? */
  ids: 'honour' | 'ignore' | 'refuse';
  /** Toko Daring only: at most so many products per answer to `ids`. */
  idsPerAnswer: number;
}

export function defaultKnobs(): Knobs {
  return { latencyMs: 0, fault: null, faultFor: '', ids: 'honour', idsPerAnswer: 999 };
}

const OVERSIZE_BYTES = 32 * 1024 * 1024;
const CHUNK = Buffer.alloc(1024 * 1024, 0x20);

/** Answers wrongly; `body` is what the right answer would have been. */
export function strike(fault: Fault, response: ServerResponse, body: string): void {
  const json = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, {
        ...json,
        ...(fault.retryAfter ? { 'retry-after': fault.retryAfter } : {}),
      });
      response.end(JSON.stringify({ message: `status ${fault.status}` }));
      return;
    case 'failure-under-200':
      response.writeHead(200, json);
      response.end(JSON.stringify({ code: fault.code, data: null, message: 'gagal', status: false }));
      return;
    case 'html':
    case 'html-403':
      response.writeHead(fault.kind === 'html' ? 200 : 403, { 'content-type': 'text/html' });
      response.end('<html><body>Checking your browser</body></html>');
      return;
    case 'empty':
      response.writeHead(200, json);
      response.end();
      return;
    case 'wrong-shape':
      response.writeHead(200, json);
      response.end(JSON.stringify({ unexpected: [1, 2, 3] }));
      return;
    case 'truncated-json':
      response.writeHead(200, json);
      response.end(body.slice(0, Math.floor(body.length / 2)));
      return;
    case 'reset-in-body':
      response.writeHead(200, { ...json, 'content-length': String(Buffer.byteLength(body)) });
      response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
      return;
    case 'slow-body':
      response.writeHead(200, json);
      response.write(body.slice(0, 10)); // and never the rest
      return;
    case 'oversize':
      response.writeHead(200, json);
      sendOversize(response);
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to });
      response.end();
      return;
    case 'hang':
      return;
  }
}

function sendOversize(response: ServerResponse, sent = 0): void {
  if (sent >= OVERSIZE_BYTES || response.destroyed) return void response.end();
  response.write(CHUNK, (error) => {
    if (!error) sendOversize(response, sent + CHUNK.length);
  });
}
