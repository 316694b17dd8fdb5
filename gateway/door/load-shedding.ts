import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { onExchangeEnd } from '../../subgraphs/http/exchange-end';
import { GRAPHQL_PATH } from '../../subgraphs/http/graphql-endpoint';
import { requestsInFlight, requestsShed } from '../../subgraphs/telemetry/metrics';

export interface LoadLimits {
  /** GraphQL requests worked on at a time. */
  readonly maxInFlight: number;
  /** How late the event loop may be, on average over a second, in milliseconds. */
  readonly maxEventLoopDelayMs: number;
}

/** When a client that was turned away may come again. */
const RETRY_AFTER_SECONDS = 1;

/**
 * Turns new work away while there is too much of it: before its body is read, so that saying no costs
 * next to nothing and what is under way gets done. Only GraphQL is refused; health and metrics answer.
 */
export async function addLoadShedding(app: FastifyInstance, limits: LoadLimits): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.maxEventLoopDelayMs,
    pressureHandler: () => undefined, // measured there, decided below, where it is known what is asked
  });
  let inFlight = 0;
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url !== GRAPHQL_PATH) return done();
    const tooMuch =
      inFlight >= limits.maxInFlight ? 'in-flight' : app.isUnderPressure() ? 'event-loop' : null;
    if (tooMuch !== null) return void reply.send(refuse(reply, tooMuch));
    inFlight += 1;
    requestsInFlight.set(inFlight);
    // Once per request, whether it was answered or its client went away.
    onExchangeEnd(request, reply, () => {
      inFlight -= 1;
      requestsInFlight.set(inFlight);
    });
    done();
  });
}

/** Sets what says no, and gives the body that says it in words. */
function refuse(reply: FastifyReply, reason: 'event-loop' | 'in-flight'): object {
  requestsShed.inc({ reason });
  reply.code(503).header('retry-after', String(RETRY_AFTER_SECONDS));
  const message = `Too busy right now. Try again in ${RETRY_AFTER_SECONDS} s.`;
  return { errors: [{ message, extensions: { code: 'OVERLOADED' } }] };
}
