import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Marketplace } from '../../../adapters/core/contract';
import { AdapterError, type ErrorCode } from '../../../adapters/core/errors';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import { callWithin } from '../../support/call';
import { until } from '../../support/until';
import { firstOrderFeed, portOf, type OrderRule, type OrderSubject } from '../order-rule';

async function errorOf(marketplace: Marketplace, deadlineMs = 5_000): Promise<AdapterError> {
  const port = portOf(marketplace);
  try {
    await port.page({ feed: firstOrderFeed(port), cursor: null }, callWithin(deadlineMs));
  } catch (error) {
    assert.ok(error instanceof AdapterError, `an AdapterError is thrown, not ${String(error)}`);
    assert.equal(error.marketplace, marketplace.id);
    return error;
  }
  return assert.fail('nothing was thrown');
}

function assertDiscreet(error: AdapterError, { secrets }: OrderSubject): void {
  const cause = JSON.stringify(error.cause ?? null);
  const all = [error.message, error.detail, error.stack ?? '', cause].join('\n');
  for (const secret of secrets) assert.ok(!all.includes(secret), 'no secret is in the error');
  assert.ok(!error.message.includes('127.0.0.1'), 'the message is ours');
}

const FAULTS: readonly (readonly [fault: Fault, code: ErrorCode, deadlineMs?: number])[] = [
  [{ kind: 'status', status: 400 }, 'INVALID_INPUT'],
  [{ kind: 'status', status: 401 }, 'UNAUTHENTICATED'],
  [{ kind: 'status', status: 403 }, 'FORBIDDEN'],
  [{ kind: 'status', status: 409 }, 'CONFLICT'],
  [{ kind: 'status', status: 500 }, 'UNAVAILABLE'],
  [{ kind: 'html' }, 'BAD_RESPONSE'],
  [{ kind: 'html-403' }, 'FORBIDDEN'],
  [{ kind: 'empty' }, 'BAD_RESPONSE'],
  [{ kind: 'truncated-json' }, 'BAD_RESPONSE'],
  [{ kind: 'wrong-shape' }, 'BAD_RESPONSE'],
  [{ kind: 'reset-in-body' }, 'UNAVAILABLE'],
  [{ kind: 'hang' }, 'TIMEOUT', 150],
  [{ kind: 'slow-body' }, 'TIMEOUT', 150],
  [{ kind: 'oversize' }, 'BAD_RESPONSE'],
];

export const ORDER_FAILING: readonly OrderRule[] = [
  {
    id: 'ORDERS-08',
    level: 'MUST',
    title: 'every failure of the other side is an error of the table, and says no secret',
    async run(subject) {
      for (const [fault, code, deadlineMs] of FAULTS) {
        subject.server.knobs.fault = fault;
        const error = await errorOf(subject.marketplace, deadlineMs);
        assert.equal(error.code, code, `${JSON.stringify(fault)}: ${error.detail}`);
        assertDiscreet(error, subject);
      }
      subject.server.knobs.fault = null;
      const port = portOf(subject.marketplace);
      const { orders } = await port.page({ feed: firstOrderFeed(port), cursor: null }, callWithin());
      assert.ok(orders.length > 0, 'afterwards the next read works again');
    },
  },
  {
    id: 'ORDERS-09',
    level: 'MUST',
    title: 'a redirect to another host is not followed, a refused connection is UNAVAILABLE',
    async run({ marketplace, server }) {
      let reached = 0;
      const elsewhere = createServer((_request, response) => {
        reached += 1;
        response.end('{}');
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
      try {
        const to = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
        server.knobs.fault = { kind: 'redirect', to };
        assert.equal((await errorOf(marketplace)).code, 'BAD_RESPONSE');
        assert.equal(reached, 0);
      } finally {
        await new Promise((resolve) => elsewhere.close(resolve));
      }
      await server.close();
      assert.equal((await errorOf(marketplace)).code, 'UNAVAILABLE');
    },
  },
  {
    id: 'ORDERS-10',
    level: 'MUST',
    title: 'a deadline that has passed asks no one',
    async run({ marketplace, server }) {
      assert.equal((await errorOf(marketplace, -1)).code, 'TIMEOUT');
      assert.equal(server.requests.length, 0);
    },
  },
  {
    id: 'ORDERS-11',
    level: 'MUST',
    title: 'wrong credentials are UNAUTHENTICATED or FORBIDDEN',
    async run(subject) {
      const error = await errorOf(subject.stranger);
      assert.ok(['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code), error.code);
      assertDiscreet(error, subject);
    },
  },
  {
    id: 'ORDERS-12',
    level: 'MUST',
    title: 'status 429 is RATE_LIMITED and carries the wait, in seconds or as a date',
    async run({ marketplace, server }) {
      const inAMinute = new Date(Date.now() + 60_000).toUTCString();
      for (const [retryAfter, least] of [
        ['7', 7_000],
        [inAMinute, 50_000],
      ] as const) {
        server.knobs.fault = { kind: 'status', status: 429, retryAfter };
        const { code, retryAfterMs = 0 } = await errorOf(marketplace);
        assert.equal(code, 'RATE_LIMITED');
        assert.ok(retryAfterMs >= least && retryAfterMs <= 60_000, `${retryAfterMs} ms`);
      }
    },
  },
  {
    id: 'ORDERS-13',
    level: 'MUST',
    title: 'a quota that is used up is told before it is overstepped, and its end when it was',
    async run({ throttled }) {
      const port = portOf(throttled);
      const request = { feed: firstOrderFeed(port), cursor: null };
      const told: (number | null)[] = [];
      const error = await (async () => {
        for (let i = 0; i < 8; i += 1) {
          try {
            told.push((await port.page(request, callWithin())).notBefore);
          } catch (thrown) {
            return thrown;
          }
        }
        return null;
      })();
      assert.ok(error instanceof AdapterError && error.code === 'RATE_LIMITED');
      const wait = error.retryAfterMs ?? 0;
      assert.ok(wait > 0 && wait <= 60_000, `${wait} ms`);
      assert.equal(told[0], null, 'the first of them leaves some of the quota');
      const last = told.at(-1);
      assert.ok(typeof last === 'number', 'the last that was answered says to wait');
    },
  },
  {
    id: 'ORDERS-14',
    level: 'MUST',
    title: 'when the caller goes the request goes too, and the other side sees it',
    async run({ marketplace, server }) {
      server.knobs.fault = { kind: 'hang' };
      const caller = new AbortController();
      const port = portOf(marketplace);
      const reading = port.page(
        { feed: firstOrderFeed(port), cursor: null },
        callWithin(60_000, caller.signal),
      );
      const outcome = assert.rejects(
        reading,
        (error) => error instanceof AdapterError && error.code === 'TIMEOUT',
      );
      await until(() => server.requests.length > 0);
      caller.abort();
      await outcome;
      await until(() => server.hungUp() > 0);
    },
  },
];
