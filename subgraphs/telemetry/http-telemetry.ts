import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { onExchangeEnd } from '../http/exchange-end';
import { log } from './log';
import { httpDuration, registry, scrape } from './metrics';

const tracer = trace.getTracer('pasar');

/** Measures, traces and logs every request, and shows what was counted at `/metrics`. */
export function addHttpTelemetry(app: FastifyInstance): void {
  // After the body has been read: what a stream's events run in is not the request's own context.
  app.addHook('preHandler', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const parent = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(
      `${request.method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': request.method,
          'http.route': route,
          'pasar.request_id': request.id,
        },
      },
      parent,
    );
    onExchangeEnd(request, reply, () => {
      span.setAttribute('http.response.status_code', reply.statusCode);
      if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), done);
  });

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { statusCode: status, elapsedTime } = reply;
    httpDuration.observe({ route, status: String(status) }, elapsedTime / 1000);
    const fields = {
      requestId: request.id,
      method: request.method,
      route,
      status,
      durationMs: Math.round(elapsedTime),
    };
    if (status >= 500 && status !== 503) log.error(fields, 'request failed');
    else log.debug(fields, 'request');
    done();
  });

  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await scrape()));
}
