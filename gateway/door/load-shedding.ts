import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { onExchangeEnd } from '../../subgraphs/http/exchange-end';
import { GRAPHQL_PATH } from '../../subgraphs/http/graphql-endpoint';
import { asksForEvents } from '../../subgraphs/http/subscriptions/event-streams';
import { requestsInFlight, requestsShed } from '../../subgraphs/telemetry/metrics';

export interface LoadLimits {
  /** GraphQL requests worked on at a time. */
  readonly maxInFlight: number;
  /** Streams of events over HTTP at a time, and as many WebSockets: they wait more than they work. */
  readonly maxStreams: number;
  /** How late the event loop may be, on average over a second, in milliseconds. */
  readonly maxEventLoopDelayMs: number;
}

/** When a client that was turned away may come again. */
const RETRY_AFTER_SECONDS = 1;

export type ShedReason = 'event-loop' | 'in-flight' | 'streams';

/** Counts what is worked on, and says when that is enough. */
export interface LoadGate {
  /** Lets work in, and gives what tells its end; or the reason why not, which is counted. */
  enter(): (() => void) | ShedReason;
}

export const OVERLOADED = {
  message: `Too busy right now. Try again in ${RETRY_AFTER_SECONDS} s.`,
  extensions: { code: 'OVERLOADED' },
} as const;

/**
 * Turns new work away while there is too much of it: before its body is read, so that saying no costs
 * next to nothing and what is under way gets done. Only GraphQL is refused; health and metrics answer.
 */
export async function addLoadShedding(app: FastifyInstance, limits: LoadLimits): Promise<LoadGate> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.maxEventLoopDelayMs,
    pressureHandler: () => undefined, // measured there, decided below, where it is known what is asked
  });
  const count = { inFlight: 0, streams: 0 };

  function enter(kind: keyof typeof count): (() => void) | ShedReason {
    const most = kind === 'streams' ? limits.maxStreams : limits.maxInFlight;
    const reason: ShedReason | null =
      count[kind] >= most
        ? kind === 'streams'
          ? 'streams'
          : 'in-flight'
        : app.isUnderPressure()
          ? 'event-loop'
          : null;
    if (reason !== null) {
      requestsShed.inc({ reason });
      return reason;
    }
    count[kind] += 1;
    requestsInFlight.set(count.inFlight);
    return () => {
      count[kind] -= 1;
      requestsInFlight.set(count.inFlight);
    };
  }

  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url !== GRAPHQL_PATH) return done();
    const leave = enter(asksForEvents(request) ? 'streams' : 'inFlight');
    if (typeof leave !== 'function') return void reply.send(refuse(reply));
    // Once per request, whether it was answered or its client went away.
    onExchangeEnd(request, reply, leave);
    done();
  });
  return { enter: () => enter('inFlight') };
}

/** Sets what says no, and gives the body that says it in words. */
function refuse(reply: FastifyReply): object {
  reply.code(503).header('retry-after', String(RETRY_AFTER_SECONDS));
  return { errors: [OVERLOADED] };
}
