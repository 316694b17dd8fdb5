import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AdapterError } from '../errors';
import type { MarketplaceId } from '../ids';

const tracer = trace.getTracer('pasar');

/** One request to a marketplace as a span of its own, whose context goes along in the headers. */
export function traceRequest<T>(
  marketplace: MarketplaceId,
  { where, method }: { where: string; method: string },
  send: (headers: Record<string, string>) => Promise<T>,
): Promise<T> {
  const attributes = { 'pasar.marketplace': marketplace, 'http.request.method': method };
  return tracer.startActiveSpan(where, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const headers: Record<string, string> = {};
    propagation.inject(context.active(), headers);
    try {
      return await send(headers);
    } catch (error) {
      const code = error instanceof AdapterError ? error.code : 'UNAVAILABLE';
      span.setAttribute('error.type', code);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
