import { createPlanCache } from '../../../gateway/engine/plan-cache';
import { PlanningTookTooLong } from '../../../gateway/engine/planner/plan-in-time';
import type { PreparedOperation } from '../../../gateway/engine/prepare-operation';
import type { GatewayRequest } from '../../../subgraphs/http/executor';

type Prepared = Pick<PreparedOperation, 'bytes' | 'whyFirst'>;

function start(prepared: Prepared | Error) {
  let asked = 0;
  let time = 1;
  const cache = createPlanCache({ bytesKept: 100, clock: { now: () => time } });
  return {
    asked: () => asked,
    pass: (ms: number) => void (time += ms),
    get: (queryHash = 'a', operationName?: string) =>
      cache.get({ queryHash, request: { operationName } } as GatewayRequest, () => {
        asked += 1;
        if (prepared instanceof Error) throw prepared;
        return prepared as PreparedOperation;
      }),
  };
}
const PREPARED: Prepared = { bytes: 40, whyFirst: null };

it('prepares an operation once for its text and name', () => {
  const { get, asked } = start(PREPARED);
  get('a', 'A');
  expect(get('a', 'A')).toBe(PREPARED);
  expect(asked()).toBe(1);
  get('a', 'B');
  expect(asked()).toBe(2);
});

it('keeps those that were asked for last, within its bytes', () => {
  const { get, asked } = start(PREPARED);
  for (const text of ['a', 'b', 'c', 'b', 'c']) get(text);
  expect(asked()).toBe(3);
  get('a');
  expect(asked()).toBe(4);
});

it.each<[string, Prepared | Error, number]>([
  ['what was planned in a hurry, after a while', { bytes: 40, whyFirst: 'IN_A_HURRY' }, 600_000],
  ['what took too long to plan, after a minute, and fails until then', new PlanningTookTooLong(), 60_000],
])('prepares anew %s', (_, prepared, afterMs) => {
  const { get, asked, pass } = start(prepared);
  const attempt = () => {
    try {
      return get();
    } catch (error) {
      return error;
    }
  };
  expect([attempt(), attempt()]).toEqual([prepared, prepared]);
  pass(afterMs - 10);
  expect([attempt(), asked()]).toEqual([prepared, 1]);
  pass(20);
  expect([attempt(), asked()]).toEqual([prepared, 2]);
});

it('tries again at once what failed otherwise', () => {
  const { get, asked } = start(new Error('no'));
  expect(get).toThrow('no');
  expect(get).toThrow('no');
  expect(asked()).toBe(2);
});
