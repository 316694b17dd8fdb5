import { parse } from 'graphql';
import { createPlanInParts, PlannerRests } from '../../../gateway/engine/planner/plan-in-parts';
import type { OperationPlan, PlanOperation } from '../../../gateway/engine/planner/operation-plan';

const ASKED = parse('{ a }');
const PLAN: OperationPlan = { node: undefined, planKeyOf: () => '', clientKeyOf: (key) => key };
const PLANS: PlanOperation = () => PLAN;
const FAILS: PlanOperation = () => {
  throw new Error('it can not');
};
const NEVER_ENDS: PlanOperation = () => {
  for (;;);
};
const REST_MS = 1_000;

function start(...planners: readonly PlanOperation[]) {
  let time = 0;
  let made = 0;
  const plan = createPlanInParts(
    () => {
      const planner = planners[made];
      made += 1;
      if (!planner) throw new Error('no more planners');
      return planner;
    },
    { withinMs: 300, restMs: REST_MS, now: () => time },
  );
  return { plan: () => plan(ASKED, undefined), pass: (ms: number) => (time += ms), made: () => made };
}

it('makes a planner when the first operation comes, and keeps it', () => {
  const { plan, made } = start(PLANS);
  expect(made()).toBe(0);
  expect([plan(), plan(), made()]).toEqual([PLAN, PLAN, 1]);
});

it('has no plan where the planner fails, and tries the next operation', () => {
  const { plan, made } = start(FAILS);
  expect([plan(), plan(), made()]).toEqual([null, null, 1]);
});

it('ends a planner that does not come to an end, rests, and begins anew with another', () => {
  const { plan, pass, made } = start(NEVER_ENDS, PLANS);
  expect(plan()).toBeNull();
  expect(plan).toThrow(PlannerRests);
  pass(REST_MS - 1);
  expect(plan).toThrow(PlannerRests);
  expect(made()).toBe(1);
  pass(1);
  expect([plan(), made()]).toEqual([PLAN, 2]);
});
