import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** What a fake server can do in place of answering properly. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'failure-under-200'; readonly code: number }
  | {
      readonly kind:
        | 'hang'
        | 'hang-before'
        | 'reset-in-body'
        | 'slow-body'
        | 'truncated-json'
        | 'html'
        | 'html-403'
        | 'empty';
    }
  | { readonly kind: 'wrong-shape' | 'oversize' | 'gzip-bomb' | 'future-stamps' }
  /** The first record of the answer lacks a field. */
  | { readonly kind: 'missing-field'; readonly field: string }
  | { readonly kind: 'redirect'; readonly to: string };

/** Turned while a server runs; tests turn them directly, people over `PUT /_sandbox/knobs`. */
export interface Knobs {
  latencyMs: number;
  fault: Fault | null;
  /** Only requests whose path and query hold this text are struck; empty strikes all. */
  faultFor: string;
  /** Only every so many requests are struck; 1 strikes all, 2 makes a source that flaps. */
  faultEvery: number;
  /** Every so many requests take `slowMs` longer; 0 none. */
  slowEvery: number;
  slowMs: number;
  /** Toko Daring only: does the pull know the undocumented parameter `ids`? */
  ids: 'honour' | 'ignore' | 'refuse';
  /** Toko Daring only: at most so many products per answer to `ids`. */
  idsPerAnswer: number;
  /** cXML only: are orders confirmed as soon as they are taken? */
  confirms: boolean;
}

export function defaultKnobs(): Knobs {
  return {
    latencyMs: 0,
    fault: null,
    faultFor: '',
    faultEvery: 1,
    slowEvery: 0,
    slowMs: 0,
    ids: 'honour',
    idsPerAnswer: 999,
    confirms: true,
  };
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
    case 'gzip-bomb':
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' });
      response.end(gzipBomb());
      return;
    case 'missing-field':
      response.writeHead(200, json);
      response.end(JSON.stringify(withoutField(JSON.parse(body), fault.field, { done: false })));
      return;
    case 'future-stamps':
      response.writeHead(200, json);
      response.end(body.replace(/("tanggal_update":")\d{4}/g, '$12199'));
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to });
      response.end();
      return;
    case 'hang':
    case 'hang-before':
      return;
  }
}

function sendOversize(response: ServerResponse, sent = 0): void {
  if (sent >= OVERSIZE_BYTES || response.destroyed) return void response.end();
  response.write(CHUNK, (error) => {
    if (!error) sendOversize(response, sent + CHUNK.length);
  });
}

/** Some 2 MB that unpack to 2 GB: a gzip stream may hold any number of members. */
function gzipBomb(): Buffer {
  const member = gzipSync(CHUNK);
  return Buffer.concat(Array.from({ length: 2_000 }, () => member));
}

/** A copy in which the first object that has the field has it no more. */
function withoutField(value: unknown, field: string, found: { done: boolean }): unknown {
  if (typeof value !== 'object' || value === null || found.done) return value;
  if (Array.isArray(value)) return value.map((item) => withoutField(item, field, found));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) => {
      if (name !== field || found.done) return [[name, withoutField(held, field, found)]];
      found.done = true;
      return [];
    }),
  );
}
