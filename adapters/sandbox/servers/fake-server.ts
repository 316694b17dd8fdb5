import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { defaultKnobs, strike, type Knobs } from './faults';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  /** JSON where no `type` is given, else the text itself. */
  readonly body: unknown;
  /** Content type of a body that is a text, such as XML or a page. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: ReceivedRequest, knobs: Knobs) => Answer | Promise<Answer>;

/** Several protocols on one server: the first prefix that the path begins with decides. */
export function byPath(handlers: Readonly<Record<string, Handler>>): Handler {
  return (request, knobs) => {
    const found = Object.entries(handlers).find(([prefix]) => request.path.startsWith(prefix));
    return found ? found[1](request, knobs) : { status: 404, body: { message: 'Not Found' } };
  };
}

/** The orders that a server holds, for people and tests to see and to drive on. */
export interface OrderControl {
  list(): readonly unknown[];
  /** E.g. `{"ship":true}`; false when there is no such order or it can't. */
  change(reference: string, change: Readonly<Record<string, unknown>>): boolean;
}

export interface FakeServer {
  readonly url: string;
  readonly knobs: Knobs;
  /** The newest requests, oldest first: what a test asks to know what the other side saw. */
  readonly requests: readonly ReceivedRequest[];
  /** How many requests ever came in. */
  readonly received: () => number;
  /** How many clients hung up before their answer was out. */
  readonly hungUp: () => number;
  /** How many connections were ever opened. */
  readonly connections: () => number;
  /** Refuses connections until it is opened again. */
  close(): Promise<void>;
  /** Listens again where it did. */
  reopen(): Promise<void>;
}

export interface FakeServerOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** The name in the server's own address; the host it listens on otherwise. */
  readonly publicHost?: string;
  /** Where it takes orders: `GET /_sandbox/orders`, `PUT /_sandbox/orders/{reference}`. */
  readonly orders?: OrderControl;
}

const REQUESTS_KEPT = 2_000;
const CONTROL = '/_sandbox/';

/** One HTTP server of the sandbox: a protocol's handler behind latency, faults and a log of requests. */
export async function startFakeServer(
  handler: Handler,
  { port = 0, host = '127.0.0.1', publicHost = host, orders }: FakeServerOptions = {},
): Promise<FakeServer> {
  const knobs = defaultKnobs();
  const requests: ReceivedRequest[] = [];
  let hungUp = 0;
  let connections = 0;
  let received = 0;

  const seen = (): object => ({ count: received, hungUp, latestHeaders: requests.at(-1)?.headers ?? null });

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(incoming);
    if (request.path.startsWith(CONTROL)) return control(request, response, { knobs, seen: seen(), orders });
    requests.push(request);
    if (requests.length > REQUESTS_KEPT) requests.shift();
    response.on('close', () => {
      if (!response.writableFinished) hungUp += 1;
    });
    received += 1;
    const slowMs = knobs.slowEvery > 0 && received % knobs.slowEvery === 0 ? knobs.slowMs : 0;
    const isStruck = received % Math.max(1, knobs.faultEvery) === 0;
    if (knobs.latencyMs + slowMs > 0) await wait(knobs.latencyMs + slowMs);
    const fault =
      isStruck && `${request.path}?${request.query.toString()}`.includes(knobs.faultFor) ? knobs.fault : null;
    if (fault?.kind === 'hang-before') return; // read, and never worked on
    const { status = 200, body, type, headers } = await handler(request, knobs);
    const text = type === undefined ? JSON.stringify(body) : String(body);
    if (fault) return strike(fault, response, text);
    response.writeHead(status, { 'content-type': type ?? 'application/json', ...headers });
    response.end(text);
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(port);
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://${publicHost}:${chosen}`,
    knobs,
    requests,
    received: () => received,
    hungUp: () => hungUp,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    reopen: () => listen(chosen),
  };
}

async function receive(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://sandbox');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

interface Controlled {
  readonly knobs: Knobs;
  readonly seen: object;
  readonly orders: OrderControl | undefined;
}

/** `PUT /_sandbox/knobs` turns knobs; `GET /_sandbox/requests` tells what came in, `…/orders` what is ordered. */
function control(
  { method, path, body }: ReceivedRequest,
  response: ServerResponse,
  { knobs, seen, orders }: Controlled,
): void {
  const reply = (status: number, answer: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  const [what, reference, ...more] = path.slice(CONTROL.length).split('/');
  if (path === `${CONTROL}requests`) return reply(200, seen);
  const isKnobs = path === `${CONTROL}knobs`;
  const isOrders = what === 'orders' && orders !== undefined && more.length === 0;
  if (!isKnobs && !isOrders)
    return reply(404, { message: 'knobs, requests, or orders where they are taken' });
  if (method === 'PUT') {
    let change: Record<string, unknown>;
    try {
      change = JSON.parse(body) as Record<string, unknown>;
    } catch {
      return reply(400, { message: 'the body is not JSON' });
    }
    if (isKnobs) Object.assign(knobs, change);
    else if (!orders?.change(decodeURIComponent(reference ?? ''), change))
      return reply(409, { message: 'no such order, or not possible' });
  }
  reply(200, isKnobs ? knobs : orders?.list());
}
