import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdapterError, type ErrorCode } from '../../../adapters/core/errors';
import type { Marketplace } from '../../../adapters/core/contract';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import { callWithin } from '../../support/call';
import { firstFeed, type Rule, type Subject } from '../rule';

/** Both ways of reading, and the error that each ends in. */
async function errorsOf(
  { truth }: Subject,
  marketplace: Marketplace,
  deadlineMs = 5_000,
): Promise<AdapterError[]> {
  const [id] = truth.keys();
  assert.ok(id);
  const feed = await caught(() =>
    marketplace.feed({ feed: firstFeed(marketplace), cursor: null }, callWithin(deadlineMs)),
  );
  const offers = await caught(async () => {
    const [reading] = await marketplace.offers([id], callWithin(deadlineMs));
    if (reading instanceof Error) throw reading;
  });
  return [feed, offers];
}

/** The error that this ends in. */
export async function caught(run: () => Promise<unknown>): Promise<AdapterError> {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof AdapterError, `an AdapterError is thrown, not ${String(error)}`);
    return error;
  }
  return assert.fail('nothing was thrown');
}

/** While the server has this fault, both ways of reading end in this code, and say no secret. */
function under(id: string, title: string, fault: Fault, code: ErrorCode, deadlineMs?: number): Rule {
  return {
    id,
    level: 'MUST',
    title,
    async run(subject) {
      subject.server.knobs.fault = fault;
      for (const error of await errorsOf(subject, subject.marketplace, deadlineMs)) {
        assert.equal(error.code, code, error.detail);
        assertDiscreet(error, subject);
      }
    },
  };
}

/** Message, detail and cause hold neither credentials nor the remote's own words in what clients see. */
export function assertDiscreet(error: AdapterError, { secrets, marketplace }: Subject): void {
  assert.equal(error.marketplace, marketplace.id);
  const all = [error.message, error.detail, error.stack ?? '', JSON.stringify(error.cause ?? null)].join(
    '\n',
  );
  for (const secret of secrets) assert.ok(!all.includes(secret), 'no secret is in the error');
  assert.ok(!error.message.includes('127.0.0.1') && !error.message.includes('gagal'), 'the message is ours');
}

export const FAILING: readonly Rule[] = [
  under('F1', 'status 400 is INVALID_INPUT', { kind: 'status', status: 400 }, 'INVALID_INPUT'),
  under('F2', 'status 401 is UNAUTHENTICATED', { kind: 'status', status: 401 }, 'UNAUTHENTICATED'),
  under('F3', 'status 403 is FORBIDDEN', { kind: 'status', status: 403 }, 'FORBIDDEN'),
  under('F4', 'status 409 is CONFLICT', { kind: 'status', status: 409 }, 'CONFLICT'),
  under('F5', 'status 500 is UNAVAILABLE', { kind: 'status', status: 500 }, 'UNAVAILABLE'),
  under('F6', 'HTML with status 200 is BAD_RESPONSE', { kind: 'html' }, 'BAD_RESPONSE'),
  under('F7', 'HTML with status 403 is FORBIDDEN', { kind: 'html-403' }, 'FORBIDDEN'),
  under('F8', 'an empty body is BAD_RESPONSE', { kind: 'empty' }, 'BAD_RESPONSE'),
  under('F9', 'JSON that breaks off is BAD_RESPONSE', { kind: 'truncated-json' }, 'BAD_RESPONSE'),
  under('F10', 'JSON of another shape is BAD_RESPONSE', { kind: 'wrong-shape' }, 'BAD_RESPONSE'),
  under('F11', 'a connection reset in mid-body is UNAVAILABLE', { kind: 'reset-in-body' }, 'UNAVAILABLE'),
  under('F12', 'no answer before the deadline is TIMEOUT', { kind: 'hang' }, 'TIMEOUT', 150),
  under('F13', 'a body that never ends is TIMEOUT', { kind: 'slow-body' }, 'TIMEOUT', 150),
  under('F14', 'an answer over the size limit is BAD_RESPONSE', { kind: 'oversize' }, 'BAD_RESPONSE'),
  {
    id: 'F15',
    level: 'MUST',
    title: 'status 429 is RATE_LIMITED and carries the wait, in seconds or as a date',
    async run(subject) {
      const inAMinute = new Date(Date.now() + 60_000).toUTCString();
      for (const [retryAfter, least] of [
        ['7', 7_000],
        [inAMinute, 50_000],
      ] as const) {
        subject.server.knobs.fault = { kind: 'status', status: 429, retryAfter };
        for (const error of await errorsOf(subject, subject.marketplace)) {
          assert.equal(error.code, 'RATE_LIMITED');
          assert.ok(
            (error.retryAfterMs ?? 0) >= least && (error.retryAfterMs ?? 0) <= 60_000,
            `${error.retryAfterMs} ms`,
          );
        }
      }
    },
  },
  {
    id: 'F16',
    level: 'MUST',
    title: 'a refused connection is UNAVAILABLE',
    async run(subject) {
      await subject.server.close();
      for (const error of await errorsOf(subject, subject.marketplace))
        assert.equal(error.code, 'UNAVAILABLE', error.detail);
    },
  },
  {
    id: 'F17',
    level: 'MUST',
    title: 'a redirect to another host is not followed',
    async run(subject) {
      let reached = 0;
      const elsewhere = createServer((_request, response) => {
        reached += 1;
        response.end('{}');
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
      try {
        const to = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
        subject.server.knobs.fault = { kind: 'redirect', to };
        for (const error of await errorsOf(subject, subject.marketplace))
          assert.equal(error.code, 'BAD_RESPONSE', error.detail);
        assert.equal(reached, 0);
      } finally {
        await new Promise((resolve) => elsewhere.close(resolve));
      }
    },
  },
  {
    id: 'F18',
    level: 'MUST',
    title: 'a deadline that has passed asks no one',
    async run(subject) {
      for (const error of await errorsOf(subject, subject.marketplace, -1))
        assert.equal(error.code, 'TIMEOUT');
      assert.equal(subject.server.requests.length, 0);
    },
  },
  {
    id: 'F19',
    level: 'MUST',
    title: 'wrong credentials are UNAUTHENTICATED or FORBIDDEN',
    async run(subject) {
      for (const error of await errorsOf(subject, subject.stranger)) {
        assert.ok(['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code), error.code);
        assertDiscreet(error, subject);
      }
    },
  },
  {
    id: 'F20',
    level: 'MUST',
    title: 'after a failure the next read works again',
    async run(subject) {
      const [id] = subject.truth.keys();
      assert.ok(id);
      subject.server.knobs.fault = { kind: 'reset-in-body' };
      await errorsOf(subject, subject.marketplace);
      subject.server.knobs.fault = null;
      const [reading] = await subject.marketplace.offers([id], callWithin());
      assert.ok(reading && !(reading instanceof Error));
    },
  },
];
