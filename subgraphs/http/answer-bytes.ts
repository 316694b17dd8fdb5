import type { FastifyInstance, FastifyReply } from 'fastify';

/** Shorter answers are written as they are. */
const LEAST_CHARACTERS = 16_384;
const LINE_END = '\n';

/**
 * Ends JSON with a line end, for whoever reads it in a terminal, and encodes long answers before they are written:
 * Node's way to write a text takes three bytes for each character to begin with, and to add to one is to copy it.
 * Clients who ask the same at the same time get the same text in one turn of the event loop, and it is encoded
 * once. No longer: that two texts which are not one are equal is found out a character at a time.
 */
export function addAnswerBytes(app: FastifyInstance): void {
  let latest: { readonly text: string; readonly end: string; readonly bytes: Buffer } | null = null;
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (typeof payload !== 'string' || payload === '') return done(null, payload);
    const end = isJson(reply) ? LINE_END : '';
    if (payload.length < LEAST_CHARACTERS) return done(null, payload + end);
    if (latest?.end === end && latest.text === payload) return done(null, latest.bytes);
    const bytes = bytesOf(payload, end);
    latest = { text: payload, end, bytes };
    setImmediate(() => (latest = null));
    done(null, bytes);
  });
}

function isJson(reply: FastifyReply): boolean {
  const type = reply.getHeader('content-type');
  return typeof type === 'string' && /^application\/(?:[\w-]+\+)?json\b/.test(type);
}

/** As `Buffer.from` would have them, in a fifth of its time. */
function bytesOf(text: string, end: string): Buffer {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafeSlow(length + end.length);
  bytes.write(text);
  bytes.write(end, length);
  return bytes;
}
