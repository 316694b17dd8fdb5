import fc from 'fast-check';
import {
  mayFollow,
  ORDER_STATES,
  SPENT_STATES,
  stepTo,
  type OrderState,
  type Step,
} from '../../../adapters/core/order/order-states';

const isEnd = (each: OrderState): boolean => ORDER_STATES[each].next.length === 0;
const STATES = Object.keys(ORDER_STATES) as OrderState[];
const state = fc.constantFrom(...STATES);
const nextOf = (from: OrderState): OrderState[] => STATES.filter((to) => mayFollow(from, to));

describe('the states of an order', () => {
  it.each<[OrderState | null, OrderState, Step]>([
    [null, 'DRAFT', 'FIRST'],
    [null, 'COMPLETED', 'FIRST'],
    ['PAID', 'PAID', 'SAME'],
    ['CANCELLED', 'CANCELLED', 'SAME'],
    ['AWAITING_APPROVAL', 'CONFIRMED', 'ADVANCE'],
    // A price is negotiated again while the order waits.
    ['AWAITING_APPROVAL', 'NEGOTIATING', 'ADVANCE'],
    // Who looks once a day sees an order skip steps.
    ['CONFIRMED', 'PAID', 'ADVANCE'],
    ['NEGOTIATING', 'PROCESSING', 'ADVANCE'],
    ['AWAITING_APPROVAL', 'SHIPPED', 'ADVANCE'],
    ['DRAFT', 'COMPLETED', 'ADVANCE'],
    // A seller who says yes and no between two looks.
    ['NEGOTIATING', 'REFUSED', 'ADVANCE'],
    ['SHIPPED', 'CONFIRMED', 'LATE'],
    ['COMPLETED', 'SHIPPED', 'LATE'],
    ['CANCELLED', 'PROCESSING', 'LATE'],
    ['CONFIRMED', 'DRAFT', 'LATE'],
    ['CANCELLED', 'COMPLETED', 'UNEXPECTED'],
    ['COMPLETED', 'CANCELLED', 'UNEXPECTED'],
    ['CANCELLED', 'PAID', 'UNEXPECTED'],
    ['RECEIVED', 'CANCELLED', 'UNEXPECTED'],
    ['PROCESSING', 'EXPIRED', 'UNEXPECTED'],
    ['EXPIRED', 'CONFIRMED', 'UNEXPECTED'],
  ])('from %s to %s is %s', (from, to, step) => {
    expect(stepTo(from, to)).toBe(step);
  });

  it('end in four ways, and nothing follows an end', () => {
    expect(STATES.filter(isEnd)).toEqual(['COMPLETED', 'CANCELLED', 'REFUSED', 'EXPIRED']);
    for (const { step, next } of Object.values(ORDER_STATES)) expect(step === 10).toBe(next.length === 0);
  });

  it('name only states that there are, each at most once and never themselves', () => {
    for (const [from, { next }] of Object.entries(ORDER_STATES)) {
      expect(STATES).toEqual(expect.arrayContaining([...next]));
      expect(new Set(next).size).toBe(next.length);
      expect(next).not.toContain(from);
    }
  });

  it('can all be come by from a draft', () => {
    const reached = new Set<OrderState>(['DRAFT']);
    for (const from of reached) for (const to of nextOf(from)) reached.add(to);
    expect([...reached].sort()).toEqual([...STATES].sort());
  });

  it('go on to states further along, but for a price that is negotiated again', () => {
    const back = STATES.flatMap((from) =>
      nextOf(from)
        .filter((to) => ORDER_STATES[to].step <= ORDER_STATES[from].step)
        .map((to) => `${from} ${to}`),
    );
    expect(back).toEqual(['AWAITING_APPROVAL NEGOTIATING']);
  });

  it('that count as spent are those from the agreement on that were not called off', () => {
    const agreed = STATES.filter((each) => each === 'CONFIRMED' || stepTo('CONFIRMED', each) === 'ADVANCE');
    expect([...SPENT_STATES]).toEqual(agreed.filter((each) => each !== 'CANCELLED' && each !== 'REFUSED'));
  });

  it('have a step for every pair: one direction leads on, and then the other is late', () => {
    fc.assert(
      fc.property(state, state, (from, to) => {
        const there = stepTo(from, to);
        const back = stepTo(to, from);
        expect(there === 'SAME').toBe(from === to);
        expect(there).not.toBe('FIRST');
        // Only a negotiation taken up again leads both ways.
        if (there === 'ADVANCE') expect(['ADVANCE', 'LATE']).toContain(back);
        if (there === 'LATE') expect(back).toBe('ADVANCE');
        if (there === 'UNEXPECTED') expect(back).toBe('UNEXPECTED');
      }),
      { numRuns: 500 },
    );
  });

  it('advance over any way through the table, however many steps of it were not seen', () => {
    fc.assert(
      fc.property(state, fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), (from, choices) => {
        let at = from;
        for (const choice of choices) at = nextOf(at)[choice % Math.max(1, nextOf(at).length)] ?? at;
        expect(['ADVANCE', 'SAME']).toContain(stepTo(from, at));
      }),
    );
  });

  it('leave an end by no step that leads on', () => {
    fc.assert(
      fc.property(state.filter(isEnd), state, (end, to) => {
        expect(['SAME', 'LATE', 'UNEXPECTED']).toContain(stepTo(end, to));
      }),
    );
  });
});
