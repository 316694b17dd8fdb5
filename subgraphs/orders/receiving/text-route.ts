import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { log } from '../../telemetry/log';

export interface TextRoute<Outcome> {
  readonly path: string;
  /** Content types that are read; all as text. */
  readonly types: string[];
  readonly maxBytes: number;
  take(text: string, requestId: string): Promise<Outcome>;
  /** What a body comes to that is too large, or of another type. `detail` is in our own words. */
  unread(detail: string): Outcome;
  answer(outcome: Outcome, reply: FastifyReply): FastifyReply;
}

/** A route that takes text and answers in its protocol's own words whatever comes, never in Fastify's. */
export function addTextRoute<Outcome>(app: FastifyInstance, route: TextRoute<Outcome>): void {
  const { path, types, maxBytes } = route;
  void app.register((routes, _options, done) => {
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser(types, { parseAs: 'string', bodyLimit: maxBytes }, (_request, body, parsed) =>
      parsed(null, body),
    );
    routes.setErrorHandler((error: FastifyError, request, reply) => {
      const { statusCode = 500 } = error;
      if (statusCode >= 500) log.error({ error, requestId: request.id }, `${path} could not be read`);
      const detail =
        statusCode === 413
          ? `over ${maxBytes} bytes`
          : `not ${types.join(' or ')}, or not as long as it says`;
      return route.answer(route.unread(detail), reply);
    });
    routes.post(path, async (request, reply) => {
      const text = typeof request.body === 'string' ? request.body : '';
      return route.answer(await route.take(text, request.id), reply);
    });
    done();
  });
}
