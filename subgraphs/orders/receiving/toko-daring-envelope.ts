import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MarketplaceId } from '../../../adapters/core/ids';
import { log } from '../../telemetry/log';
import { messagesReceived } from '../../telemetry/order-metrics';
import { marketplaceOf, type ReportCredentials } from './marketplace-credentials';

/** An envelope as the contract has it. Its `code` is the HTTP status too: some senders read the one, some the other. */
export interface Reply {
  readonly code: 200 | 400 | 401 | 409 | 413 | 415 | 500;
  readonly message: string | null;
  readonly data: object | null;
}

export type Handle = (marketplace: MarketplaceId, request: FastifyRequest) => Promise<Reply>;

export function accepted(data: object | null): Reply {
  return { code: 200, message: null, data };
}

export function refused(problem: string, code: 400 | 401 | 409 = 400): Reply {
  return { code, message: problem, data: null };
}

const STRANGER = refused('X-Client-Id and X-Client-Secret are not those of a marketplace.', 401);
/** What Fastify itself refuses, in words that quote nothing of the body. */
const UNREADABLE: Readonly<Record<number, Reply>> = {
  400: refused('The body is not JSON.'),
  413: { code: 413, message: 'The body is too large.', data: null },
  415: { code: 415, message: 'The body has to be application/json.', data: null },
};
const FAILED: Reply = { code: 500, message: 'The report was not recorded. Send it again.', data: null };

/** Routes for marketplaces that sign in, whose every answer, failures included, is the contract's envelope. */
export function addSignedInRoutes(
  app: FastifyInstance,
  credentials: () => readonly ReportCredentials[],
  handlers: Readonly<Record<string, Handle>>,
): void {
  const senderOf = ({ headers }: FastifyRequest): MarketplaceId | null =>
    marketplaceOf(credentials(), headers['x-client-id'], headers['x-client-secret']);

  void app.register((routes, _options, done) => {
    // Before the body is read: a stranger's isn't.
    routes.addHook('onRequest', (request, reply, next) => {
      if (senderOf(request) === null) answer(reply, STRANGER);
      else next();
    });
    routes.addHook('onResponse', (_request, reply, next) => {
      messagesReceived.inc({ channel: 'TOKO_DARING', outcome: String(reply.statusCode) });
      next();
    });
    routes.setErrorHandler((error: FastifyError, request, reply) => {
      const unreadable = UNREADABLE[error.statusCode ?? 500];
      if (unreadable === undefined)
        log.error({ error, requestId: request.id }, 'a report could not be recorded');
      answer(reply, unreadable ?? FAILED);
    });
    for (const [path, handle] of Object.entries(handlers)) {
      routes.post(path, async (request, reply) => {
        const marketplace = senderOf(request);
        return answer(reply, marketplace === null ? STRANGER : await handle(marketplace, request));
      });
    }
    done();
  });
}

function answer(reply: FastifyReply, { code, message, data }: Reply): FastifyReply {
  return reply.code(code).send({ code, status: code === 200, message, data });
}
