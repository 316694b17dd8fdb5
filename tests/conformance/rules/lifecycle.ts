import assert from 'node:assert/strict';
import { AdapterError } from '../../../adapters/core/errors';
import { callWithin } from '../../support/call';
import { until } from '../../support/until';
import { firstFeed, type Rule } from '../rule';

export const LIFECYCLE: readonly Rule[] = [
  {
    id: 'L1',
    level: 'MUST',
    title: 'when the caller goes the request goes too, and the other side sees it',
    async run({ marketplace, server }) {
      server.knobs.fault = { kind: 'hang' };
      const caller = new AbortController();
      const reading = marketplace.feed(
        { feed: firstFeed(marketplace), cursor: null },
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
  {
    id: 'L2',
    level: 'MUST',
    title: 'closing twice does no harm',
    async run({ marketplace }) {
      await marketplace.close();
      await marketplace.close();
    },
  },
  {
    id: 'L3',
    level: 'MUST',
    title: 'calls at the same time do not mix: one that fails leaves the others alone',
    async run({ marketplace, truth }) {
      const ids = [...truth.keys()].slice(0, 12);
      const gone = AbortSignal.abort();
      const calls = ids.map((id, i) =>
        marketplace.offers([id], i % 3 === 0 ? callWithin(5_000, gone) : callWithin()),
      );
      const settled = await Promise.allSettled(calls);
      settled.forEach((outcome, i) => {
        if (i % 3 === 0) return;
        assert.ok(outcome.status === 'fulfilled');
        const [reading] = outcome.value;
        assert.ok(reading && !(reading instanceof Error));
        assert.equal(reading.id, ids[i]);
      });
    },
  },
  {
    id: 'L4',
    level: 'SHOULD',
    title: 'many reads share few connections',
    async run({ marketplace, server, truth }) {
      const ids = [...truth.keys()].slice(0, 40);
      await Promise.all(ids.map((id) => marketplace.offers([id], callWithin())));
      assert.ok(server.connections() <= 16, `${server.connections()} connections`);
    },
  },
];
