import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import type { RequestContext, RequestDetails } from '../../request-context';
import { log } from '../../telemetry/log';
import { formatClientError } from '../client-errors';
import { onExchangeEnd } from '../exchange-end';
import { openOperation } from './open-operation';
import { StreamInterrupted } from './until-aborted';

const EVENT_STREAM = 'text/event-stream';

/** Does a request ask for events, by graphql-sse's protocol ("distinct connections")? */
export function asksForEvents({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  return method === 'POST' && (headers.accept ?? '').includes(EVENT_STREAM);
}

export interface EventStreamOptions {
  readonly server: ApolloServer<RequestContext>;
  readonly path: string;
  /** Who asks and how long that may take; throws where a request can't be believed. */
  identify(request: FastifyRequest): Promise<RequestDetails>;
}

/** GraphQL over server-sent events, beside GraphQL over HTTP at the same path. */
export function addEventStreams(app: FastifyInstance, { server, path, identify }: EventStreamOptions): void {
  const open = new Set<AbortController>();
  const detailsOf = new WeakMap<FastifyRequest, RequestDetails & { readonly signal: AbortSignal }>();
  const stream = createHandler({
    authenticate: () => null, // no other way of the protocol than one connection per operation
    async onSubscribe({ raw }, operation) {
      const details = detailsOf.get(raw);
      if (!details) throw new Error('a stream of nobody');
      const opened = await openOperation(server, operation, details);
      // graphql-sse takes a result without `data` for something that is yet to be executed.
      const answer = Symbol.asyncIterator in opened ? opened : { data: undefined, ...opened };
      return answer as ExecutionResult; // formatted as it is sent, which its own type is not
    },
  });

  async function serve(request: FastifyRequest, reply: FastifyReply, details: RequestDetails): Promise<void> {
    const gone = new AbortController();
    open.add(gone);
    onExchangeEnd(request, reply, () => {
      open.delete(gone);
      gone.abort();
    });
    detailsOf.set(request, { ...details, signal: gone.signal });
    reply.hijack();
    try {
      await stream(request, reply);
    } catch (error) {
      // Without the protocol's word of completion, so that the client comes again.
      if (!(error instanceof StreamInterrupted))
        log.error({ requestId: request.id, reason: String(error) }, 'a stream broke off');
      reply.raw.destroy();
    }
  }

  app.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.url !== path || !asksForEvents(request)) return;
    const details = await identify(request).catch((error: unknown) => refuse(reply, error));
    if (details !== null) await serve(request, reply, details);
  });
  app.addHook('preClose', (done) => {
    for (const gone of open) gone.abort(new StreamInterrupted('the server stops'));
    done();
  });
}

/** What Apollo Server would say to the same request without events. */
async function refuse(reply: FastifyReply, error: unknown): Promise<null> {
  if (!(error instanceof GraphQLError)) throw error;
  const { http } = error.extensions as { readonly http?: { readonly status?: number } };
  await reply.code(http?.status ?? 500).send({ errors: [formatClientError(error.toJSON())] });
  return null;
}
