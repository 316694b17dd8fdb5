import type { Expression } from '../../../../adapters/protocols/rest/manifest';
import { compileShown, type Shown } from '../../../../adapters/protocols/rest/order-shown';

function shown(looks: { readonly found?: string; readonly reference?: string }, body: unknown): Shown {
  return compileShown(looks as { readonly found?: Expression; readonly reference?: Expression })(
    body,
    'PSR-1',
  );
}

const ONE = { ok: true, order: { ref: 'PSR-1' } };
const LIST = { reference: 'orders[*].ref' };

describe('an order that is shown with its reference', () => {
  it.each<[string, string, unknown, Shown]>([
    ['its own', 'order.ref', ONE, 'YES'],
    ['its own with blanks', 'order.ref', { order: { ref: ' PSR-1 ' } }, 'YES'],
    ['its own in a list', 'orders[*].ref', { orders: [{ ref: 'PSR-1' }] }, 'YES'],
    ['its own twice', 'orders[*].ref', { orders: [{ ref: 'PSR-1' }, { ref: 'PSR-1' }] }, 'YES'],
    [
      'its own among others',
      'orders[*].ref',
      { orders: [{ ref: 'PSR-2' }, { ref: 'PSR-1' }] },
      'AMONG_OTHERS',
    ],
    ["another's", 'order.ref', { order: { ref: 'PSR-2' } }, 'NO'],
    ['one that begins alike', 'order.ref', { order: { ref: 'PSR-12' } }, 'NO'],
    ['a number', 'order.ref', { order: { ref: 1 } }, 'NO'],
    ["only others'", 'orders[*].ref', { orders: [{ ref: 'PSR-2' }, { ref: 'PSR-3' }] }, 'NO'],
    ['an empty list', 'orders[*].ref', { orders: [] }, 'NO'],
    ['orders that have none', 'orders[*].ref', { orders: [{ ref: null }, { id: 2 }] }, 'NO'],
    ['none, said so', 'order.ref', { order: { ref: null } }, 'NO'],
    ['no order, said so', 'order.ref', { order: null }, 'NO'],
    ['no order, spelt false', 'order.ref', { order: false }, 'NO'],
    ['a list that ends before it', 'orders[0].ref', { orders: [] }, 'NO'],
    ['an answer without orders', 'orders[*].ref', { message: 'ok' }, 'UNCLEAR'],
    ['an answer without the order', 'order.ref', { message: 'ok' }, 'UNCLEAR'],
    ['an order without the field', 'order.ref', { order: { id: 7 } }, 'UNCLEAR'],
    ['an object in place of it', 'order.ref', { order: { ref: { id: 'PSR-1' } } }, 'UNCLEAR'],
    ['objects in place of them', 'orders[*].ref', { orders: [{ ref: ['PSR-1'] }] }, 'UNCLEAR'],
    ['nothing at all', 'order.ref', undefined, 'UNCLEAR'],
    ['a page', 'order.ref', 'PSR-1', 'UNCLEAR'],
  ])('%s', (_, reference, body, expected) => {
    expect(shown({ reference }, body)).toBe(expected);
  });
});

describe('an order that is found and shown with its reference', () => {
  it.each<[string, unknown, Shown]>([
    ['found, and its own', { n: 1, orders: [{ ref: 'PSR-1' }] }, 'YES'],
    ["found, and only others' (the filter is not known)", { n: 2, orders: [{ ref: 'PSR-2' }] }, 'NO'],
    ['found, but no orders are there', { n: 1 }, 'UNCLEAR'],
    ['not found, whatever is shown', { n: 0, orders: [{ ref: 'PSR-1' }] }, 'NO'],
    ['not told', { orders: [{ ref: 'PSR-1' }] }, 'UNCLEAR'],
  ])('%s', (_, body, expected) => {
    expect(shown({ found: 'n && n != `0`', ...LIST }, body)).toBe(expected);
  });

  it('is shown by whatever is there, where neither is asked for', () => {
    expect(shown({}, {})).toBe('YES');
  });
});
