import { SpanStatusCode, trace, type Span } from '@opentelemetry/api';

const tracer = trace.getTracer('pasar');

/** Does some work in a span of its own. Without a collector no span is made, and this costs next to nothing. */
export function inSpan<T>(name: string, attributes: Record<string, string>, work: () => T): T {
  return tracer.startActiveSpan(name, { attributes }, (span) => {
    try {
      const result = work();
      if (result instanceof Promise) {
        result.then(
          () => span.end(),
          () => fail(span),
        );
      } else span.end();
      return result;
    } catch (error) {
      fail(span);
      throw error;
    }
  });
}

function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
