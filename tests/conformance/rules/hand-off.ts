import assert from 'node:assert/strict';
import type { Marketplace } from '../../../adapters/core/contract';
import type { AdapterError, ErrorCode } from '../../../adapters/core/errors';
import { orderId } from '../../../adapters/core/ids';
import type { HandOffOrdering } from '../../../adapters/core/order/ordering-port';
import type { Fault } from '../../../adapters/sandbox/servers/faults';
import { callWithin } from '../../support/call';
import { until } from '../../support/until';
import type { HandOffSubject, Rule, Subject } from '../rule';
import { assertDiscreet, caught } from './failing';

export const BUYER_TOKEN = 'buyer-token-5c1a';

type Probe = Subject & { readonly port: HandOffOrdering; readonly probes: HandOffSubject };

/** A rule for marketplaces that buyers are handed over to; `entry` where it is for those of one kind. */
function rule(
  number: string,
  title: string,
  run: (probe: Probe) => Promise<void>,
  entry?: HandOffOrdering['entry'],
): Rule {
  return {
    id: `HANDOFF-${number}`,
    level: 'MUST',
    title,
    modes: ['HANDOFF'],
    ...(entry === undefined ? {} : { entry }),
    run: (subject) => {
      assert.ok(subject.handOff, 'the subject has an order to hand over');
      return run({ ...subject, port: portOf(subject.marketplace), probes: subject.handOff });
    },
  };
}

function portOf({ ordering }: Marketplace): HandOffOrdering {
  assert.ok(ordering?.mode === 'HANDOFF', 'buyers are handed over');
  return ordering;
}

function handOver({ port, probes }: Pick<Probe, 'port' | 'probes'>, call = callWithin()) {
  return port.handOff({ order: probes.order(), token: BUYER_TOKEN }, call);
}

function statusesOf({ orders }: Marketplace, ids: readonly string[], deadlineMs = 5_000) {
  const ask = orders?.statuses;
  assert.ok(ask, 'statuses can be asked for');
  return ask(
    ids.map((number) => orderId(MARKET, number) ?? assert.fail(number)),
    callWithin(deadlineMs),
  );
}
const MARKET = 'jatim-bejo' as Marketplace['id'];

const FAULTS: readonly (readonly [Fault, ErrorCode, number?])[] = [
  [{ kind: 'status', status: 401 }, 'UNAUTHENTICATED'],
  [{ kind: 'status', status: 403 }, 'FORBIDDEN'],
  [{ kind: 'status', status: 400 }, 'INVALID_INPUT'],
  [{ kind: 'status', status: 429, retryAfter: '7' }, 'RATE_LIMITED'],
  [{ kind: 'status', status: 500 }, 'UNAVAILABLE'],
  [{ kind: 'failure-under-200', code: 401 }, 'UNAUTHENTICATED'],
  [{ kind: 'failure-under-200', code: 500 }, 'UNAVAILABLE'],
  [{ kind: 'html' }, 'BAD_RESPONSE'],
  [{ kind: 'html-403' }, 'FORBIDDEN'],
  [{ kind: 'empty' }, 'BAD_RESPONSE'],
  [{ kind: 'truncated-json' }, 'BAD_RESPONSE'],
  [{ kind: 'wrong-shape' }, 'BAD_RESPONSE'],
  [{ kind: 'oversize' }, 'BAD_RESPONSE'],
  [{ kind: 'redirect', to: 'http://localhost:1/' }, 'BAD_RESPONSE'],
  [{ kind: 'reset-in-body' }, 'UNAVAILABLE'],
  [{ kind: 'hang' }, 'TIMEOUT', 150],
  [{ kind: 'slow-body' }, 'TIMEOUT', 150],
];

/** Under every fault this way of asking ends in the code of the table, and says no secret. */
async function failsRightly(probe: Probe, ask: (deadlineMs: number) => Promise<unknown>): Promise<void> {
  for (const [fault, code, deadlineMs = 5_000] of FAULTS) {
    probe.server.knobs.fault = fault;
    const error: AdapterError = await caught(() => ask(deadlineMs));
    assert.equal(error.code, code, `${JSON.stringify(fault)}: ${error.detail}`);
    assertDiscreet(error, { ...probe, secrets: [...probe.secrets, BUYER_TOKEN] });
  }
  probe.server.knobs.fault = null;
  await ask(5_000);
}

export const HAND_OFF: readonly Rule[] = [
  rule('01', 'pages lead to http or https alone, and to every line of the order', async (probe) => {
    const answer = await handOver(probe);
    assert.ok('pages' in answer && answer.pages.length > 0);
    for (const { url } of answer.pages) assert.ok(['http:', 'https:'].includes(new URL(url).protocol), url);
    const led = answer.pages.map(({ offerId }) => offerId);
    for (const { offer } of probe.probes.order().lines) {
      assert.ok(led.includes(null) || led.includes(offer.id), offer.id);
    }
  }),
  rule('02', "the buyer's token is in no page", async (probe) => {
    const answer = await handOver(probe);
    assert.ok('pages' in answer);
    for (const { url } of answer.pages) assert.ok(!url.includes(BUYER_TOKEN) && !url.includes('secret'));
  }),
  rule('03', 'an order that it does not take is a refusal and no error', async ({ port, probes }) => {
    const answer = await port.handOff({ order: probes.refused(), token: BUYER_TOKEN }, callWithin());
    assert.ok('outcome' in answer);
    assert.equal(answer.outcome, 'REFUSED');
    assert.ok(!answer.detail.includes(BUYER_TOKEN));
  }),
  rule(
    '04',
    'where a page is all there is no one is asked',
    async (probe) => {
      await handOver(probe);
      assert.equal(probe.server.requests.length, 0);
    },
    'PAGE',
  ),
  rule(
    '05',
    'the token reaches the marketplace, once, with the credentials',
    async (probe) => {
      await handOver(probe);
      assert.equal(probe.server.requests.length, 1);
      assert.ok(probe.server.requests[0]?.body.includes(BUYER_TOKEN));
    },
    'ONE_TIME_TOKEN',
  ),
  rule(
    '06',
    'the page answers, once; each hand-off has another',
    async (probe) => {
      const urls = (await Promise.all([handOver(probe), handOver(probe)])).map((answer) =>
        'pages' in answer ? (answer.pages[0]?.url ?? '') : '',
      );
      assert.notEqual(urls[0], urls[1]);
      assert.deepEqual(await Promise.all(urls.map(async (url) => (await fetch(url)).status)), [200, 200]);
      assert.equal((await fetch(urls[0] ?? '')).status, 403);
    },
    'ONE_TIME_TOKEN',
  ),
  rule(
    '07',
    'every failure of the other side is an error of the table, and says no secret',
    (probe) => failsRightly(probe, (deadlineMs) => handOver(probe, callWithin(deadlineMs))),
    'ONE_TIME_TOKEN',
  ),
  rule(
    '08',
    'wrong credentials are UNAUTHENTICATED or FORBIDDEN',
    async (probe) => {
      const port = portOf(probe.stranger);
      const error = await caught(() => handOver({ port, probes: probe.probes }));
      assert.ok(['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code), error.code);
      assertDiscreet(error, { ...probe, secrets: [...probe.secrets, BUYER_TOKEN] });
    },
    'ONE_TIME_TOKEN',
  ),
  rule(
    '09',
    'a deadline that has passed sends nothing',
    async (probe) => {
      assert.equal((await caught(() => handOver(probe, callWithin(-1)))).code, 'TIMEOUT');
      assert.equal(probe.server.requests.length, 0);
    },
    'ONE_TIME_TOKEN',
  ),
  rule(
    '10',
    'when the caller goes the request goes too',
    async (probe) => {
      probe.server.knobs.fault = { kind: 'hang' };
      const caller = new AbortController();
      const failed = caught(() => handOver(probe, callWithin(60_000, caller.signal)));
      await until(() => probe.server.requests.length > 0);
      caller.abort();
      assert.equal((await failed).code, 'TIMEOUT');
      await until(() => probe.server.hungUp() > 0);
    },
    'ONE_TIME_TOKEN',
  ),
  rule(
    '11',
    'statuses come in the order asked, duplicates included, null for what is unknown',
    async (probe) => {
      const [a, b] = [await probe.probes.sell(), await probe.probes.sell()];
      const readings = await statusesOf(probe.marketplace, [b, 'NONE', a, b]);
      const states = readings.map((reading) => (reading && 'state' in reading ? reading.state : reading));
      assert.deepEqual(states, ['NEGOTIATING', null, 'NEGOTIATING', 'NEGOTIATING']);
      assert.equal(probe.server.requests.filter(({ body }) => body === '').length, 1);
    },
    'ONE_TIME_TOKEN',
  ),
  rule(
    '12',
    'asking for no statuses, or for those of others, asks no one',
    async ({ marketplace, server }) => {
      assert.deepEqual(await statusesOf(marketplace, []), []);
      const foreign = orderId('mbiz' as Marketplace['id'], 'MB-1') ?? assert.fail();
      assert.deepEqual(await marketplace.orders?.statuses?.([foreign], callWithin()), [null]);
      assert.equal(server.requests.length, 0);
    },
    'ONE_TIME_TOKEN',
  ),
  rule(
    '13',
    'every failure to tell statuses is an error of the table, and says no secret',
    (probe) => failsRightly(probe, (deadlineMs) => statusesOf(probe.marketplace, ['JB-1'], deadlineMs)),
    'ONE_TIME_TOKEN',
  ),
];
