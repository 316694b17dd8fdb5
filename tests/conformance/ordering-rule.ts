import assert from 'node:assert/strict';
import type { Call, Marketplace } from '../../adapters/core/contract';
import type { AdapterError } from '../../adapters/core/errors';
import type { DirectOrdering, PunchOutOrdering } from '../../adapters/core/order/ordering-port';
import type { OrderingSubject, Rule, Subject } from './rule';
import { caught } from './rules/failing';

/** Where Pasar sends the order itself. */
const SENT = ['DIRECT', 'PUNCHOUT'] as const;

/** A subject that takes orders, with both ends of its ordering at hand. */
export type Probe = Subject & {
  readonly taking: DirectOrdering | PunchOutOrdering;
  readonly probes: OrderingSubject;
};

/** A rule for marketplaces that take orders from Pasar. */
export function rule(
  number: string,
  title: string,
  run: (probe: Probe) => Promise<void>,
  modes: readonly (typeof SENT)[number][] = SENT,
): Rule {
  return {
    id: `ORDERING-${number}`,
    level: 'MUST',
    title,
    modes,
    run: (subject) => run({ ...subject, taking: takingOf(subject.marketplace), probes: probesOf(subject) }),
  };
}

/** Its way of ordering, where that is one by which Pasar sends the order. */
export function takingOf({ ordering }: Marketplace): Probe['taking'] {
  assert.ok(ordering && ordering.mode !== 'HANDOFF', 'it takes orders');
  return ordering;
}

function probesOf({ ordering }: Subject): OrderingSubject {
  assert.ok(ordering, 'the subject tells what the other side holds');
  return ordering;
}

/** Every way of asking, and the error that each ends in. */
export async function errorsOf(
  { taking, probes }: Pick<Probe, 'taking' | 'probes'>,
  call: () => Call,
): Promise<AdapterError[]> {
  const order = probes.order('FAILS');
  const asking = [
    () => taking.place(order, call()),
    () => taking.has(order.reference, call()),
    () => taking.cancel(order.reference, call()),
  ];
  const start = (): Promise<unknown> =>
    taking.mode === 'PUNCHOUT'
      ? taking.start({ order, cookie: 'k-1', returnUrl: 'https://pasar.example/basket' }, call())
      : assert.fail('no PunchOut');
  const errors: AdapterError[] = [];
  for (const ask of taking.mode === 'PUNCHOUT' ? [...asking, start] : asking) errors.push(await caught(ask));
  return errors;
}
