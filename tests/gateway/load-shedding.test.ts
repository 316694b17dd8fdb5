import Fastify, { type FastifyInstance } from 'fastify';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { addLoadShedding, type LoadLimits } from '../../gateway/door/load-shedding';
import { requestsInFlight } from '../../subgraphs/telemetry/metrics';
import { until } from '../support/until';

describe('the door, when there is too much to do,', () => {
  let app: FastifyInstance;
  let port: number;
  let release: (() => void)[];
  let started: number;
  /** Whether queries wait until they are released. */
  let hold: boolean;

  async function open(limits: LoadLimits): Promise<string> {
    release = [];
    started = 0;
    hold = true;
    app = Fastify({ forceCloseConnections: true });
    await addLoadShedding(app, limits);
    app.post('/graphql', () => {
      started += 1;
      const answer = { data: {} };
      return hold ? new Promise((resolve) => release.push(() => resolve(answer))) : answer;
    });
    app.get('/health/live', () => ({ status: 'live' }));
    app.get('/slow', () => new Promise((resolve) => release.push(() => resolve({}))));
    await app.listen({ port: 0, host: '127.0.0.1' });
    ({ port } = app.server.address() as AddressInfo);
    return `http://127.0.0.1:${port}`;
  }
  afterEach(() => app.close());

  const inFlight = async () => (await requestsInFlight.get()).values[0]?.value;
  const post = (url: string, body = '{}') =>
    fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

  it('turns new queries away with 503 and when to come again, and lets the others finish', async () => {
    const url = await open({ maxInFlight: 2, maxStreams: 10, maxEventLoopDelayMs: 60_000 });
    const running = [post(url), post(url)];
    await until(() => started === 2);
    const refused = await post(url);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toEqual({
      errors: [{ message: 'Too busy right now. Try again in 1 s.', extensions: { code: 'OVERLOADED' } }],
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    for (const answer of release.splice(0)) answer();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
    const next = post(url);
    await until(() => started === 3);
    release[0]?.();
    expect((await next).status).toBe(200);
  });

  it('says no before it has read what is asked', async () => {
    const url = await open({ maxInFlight: 1, maxStreams: 10, maxEventLoopDelayMs: 60_000 });
    void post(url).catch(() => undefined);
    await until(() => started === 1);
    const refused = await post(url, '{ this is no JSON');
    expect(refused.status).toBe(503);
  });

  it('does the same when its event loop is late', async () => {
    const url = await open({ maxInFlight: 100, maxStreams: 10, maxEventLoopDelayMs: 5 });
    hold = false;
    await until(async () => {
      const end = performance.now() + 60;
      while (performance.now() < end); // what a loop is late from
      return (await post(url)).status === 503;
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('forgets clients that left, also those that sent several requests in a row on one connection', async () => {
    const url = await open({ maxInFlight: 3, maxStreams: 10, maxEventLoopDelayMs: 60_000 });
    const socket = connect(port, '127.0.0.1');
    const query =
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
    socket.write(`GET /slow HTTP/1.1\r\nHost: x\r\n\r\n${query.repeat(3)}`);
    await until(() => started === 3);
    expect((await post(url)).status).toBe(503);
    socket.destroy();
    hold = false;
    await until(async () => (await post(url)).status === 200);
    await until(async () => (await inFlight()) === 0);
  });

  it('counts right when clients leave at every moment of their requests', async () => {
    const url = await open({ maxInFlight: 100, maxStreams: 10, maxEventLoopDelayMs: 60_000 });
    for (let round = 0; round < 10; round++) {
      const leaving = Array.from({ length: 10 }, (_, i) =>
        fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
          signal: AbortSignal.timeout(1 + i),
        }).catch(() => null),
      );
      await Promise.all(leaving);
    }
    await until(async () => (await inFlight()) === 0);
  });
});
