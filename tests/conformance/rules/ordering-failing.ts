import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorCode } from '../../../adapters/core/errors';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import { callWithin } from '../../support/call';
import { errorsOf, rule, takingOf } from '../ordering-rule';
import type { Rule } from '../rule';
import { assertDiscreet } from './failing';

/** While the server has this fault no order is said to be placed: every way of asking ends in this code. */
function under(number: string, title: string, fault: Fault, code: ErrorCode, deadlineMs = 5_000): Rule {
  return rule(number, title, async (probe) => {
    probe.server.knobs.fault = fault;
    for (const error of await errorsOf(probe, () => callWithin(deadlineMs))) {
      assert.equal(error.code, code, error.detail);
      assertDiscreet(error, probe);
    }
  });
}

/** What no marketplace may take for an order that is placed. */
export const ORDERING_FAILING: readonly Rule[] = [
  under('08', 'status 500 is UNAVAILABLE', { kind: 'status', status: 500 }, 'UNAVAILABLE'),
  under('09', 'status 401 is UNAUTHENTICATED', { kind: 'status', status: 401 }, 'UNAUTHENTICATED'),
  under('10', 'no answer before the deadline is TIMEOUT', { kind: 'hang' }, 'TIMEOUT', 150),
  under('11', 'an answer that never ends is TIMEOUT', { kind: 'slow-body' }, 'TIMEOUT', 150),
  under('12', 'a connection reset in mid-answer is UNAVAILABLE', { kind: 'reset-in-body' }, 'UNAVAILABLE'),
  under('13', 'an answer that breaks off is BAD_RESPONSE', { kind: 'truncated-json' }, 'BAD_RESPONSE'),
  under('14', 'HTML with status 200 is BAD_RESPONSE', { kind: 'html' }, 'BAD_RESPONSE'),
  under('15', 'HTML with status 403 is FORBIDDEN', { kind: 'html-403' }, 'FORBIDDEN'),
  under('16', 'an empty answer is BAD_RESPONSE', { kind: 'empty' }, 'BAD_RESPONSE'),
  under('17', 'an answer over the size limit is BAD_RESPONSE', { kind: 'oversize' }, 'BAD_RESPONSE'),
  under('18', 'an answer of another shape is BAD_RESPONSE', { kind: 'wrong-shape' }, 'BAD_RESPONSE'),
  rule('19', 'status 429 is RATE_LIMITED and carries the wait', async (probe) => {
    probe.server.knobs.fault = { kind: 'status', status: 429, retryAfter: '7' };
    for (const error of await errorsOf(probe, callWithin)) {
      assert.deepEqual([error.code, error.retryAfterMs], ['RATE_LIMITED', 7_000]);
    }
  }),
  rule('20', 'a redirect to another host is not followed, with what was sent', async (probe) => {
    let reached = 0;
    const elsewhere = createServer((_request, response) => {
      reached += 1;
      response.end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    try {
      const to = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
      probe.server.knobs.fault = { kind: 'redirect', to };
      for (const error of await errorsOf(probe, callWithin)) assert.equal(error.code, 'BAD_RESPONSE');
      assert.equal(reached, 0);
    } finally {
      await new Promise((resolve) => elsewhere.close(resolve));
    }
  }),
  rule('21', 'wrong credentials are UNAUTHENTICATED or FORBIDDEN, and nothing is placed', async (probe) => {
    const { stranger, probes } = probe;
    for (const error of await errorsOf({ taking: takingOf(stranger), probes }, callWithin)) {
      assert.ok(['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code), error.code);
      assertDiscreet(error, probe);
    }
    assert.deepEqual(probes.placed(), []);
  }),
  rule('22', 'a deadline that has passed sends nothing', async (probe) => {
    for (const error of await errorsOf(probe, () => callWithin(-1))) assert.equal(error.code, 'TIMEOUT');
    assert.equal(probe.server.requests.length, 0);
  }),
];
