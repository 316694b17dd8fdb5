import { requestSchema } from '../../../../adapters/protocols/rest/manifest';
import { checkedRequest, compileCapture } from '../../../../adapters/protocols/rest/order-captures';
import { compileExpression } from '../../../../adapters/protocols/rest/expression';
import type { Expression } from '../../../../adapters/protocols/rest/manifest';

const ORDER = { reference: 'PSR-1', note: null, lines: [{ sku: 'A' }, { sku: 'B' }] };

function lacking(request: object, captured: Readonly<Record<string, unknown>>): readonly string[] {
  return checkedRequest(requestSchema.parse(request)).lacks({ order: ORDER, captured });
}

describe('what a request lacks', () => {
  it.each([
    ['a path', { path: '/carts/${captured.cart}' }],
    ['a query', { path: '/', query: { cart: '${captured.cart}', page: 1 } }],
    ['a header', { path: '/', headers: { 'x-cart': 'v1-${captured.cart}' } }],
    ['a form', { path: '/', method: 'POST', form: { cart: '${captured.cart}' } }],
    ['a body', { path: '/', method: 'POST', body: { in: [{ cart: '${captured.cart}', n: 1, no: null }] } }],
    ['a text around it', { path: '/', method: 'POST', body: 'cart ${captured.cart} of ${order.reference}' }],
    ['a function', { path: '/', method: 'POST', body: '${to_number(captured.cart)}' }],
    ['each line', { path: '/', method: 'POST', body: '${order.lines[].{sku: sku, cart: $.captured.cart}}' }],
    ['variables of GraphQL', { graphql: { query: '{ a }', variables: { cart: '${captured.cart}' } } }],
  ])('is found in %s', (_, request) => {
    expect(lacking(request, { cart: null })).toEqual(['cart']);
    expect(lacking(request, {})).toEqual(['cart']);
    expect(lacking(request, { cart: 17 })).toEqual([]);
  });

  it.each([
    ['false', false],
    ['nought', 0],
    ['an empty list', []],
  ])('is not a value that is %s', (_, cart) => {
    expect(lacking({ path: '/', method: 'POST', body: '${captured.cart}' }, { cart })).toEqual([]);
  });

  it.each([
    ['what the order itself leaves out', { path: '/', method: 'POST', body: { note: '${order.note}' } }],
    ['what something else stands in for', { path: "/${captured.lane || 'regular'}" }],
    ['a mere mention', { path: '/captured.lane/${order.reference}' }],
    ['the text of a GraphQL operation', { graphql: { query: '{ a(b: "${captured.lane}") }' } }],
  ])('is not %s', (_, request) => {
    expect(lacking(request, {})).toEqual([]);
  });

  it('are all of them, each once, misspelt ones too', () => {
    const request = { path: '/${captured.cart}/${captured.crat}', query: { again: '${captured.cart}' } };
    expect(lacking(request, {})).toEqual(['cart', 'crat']);
  });
});

describe('what is captured', () => {
  const capture = compileCapture({ id: 'data.id' as Expression, all: '@' as Expression });

  it.each([
    [{ data: { id: 7 } }, 7],
    [{ data: { id: '12345678901234567890' } }, '12345678901234567890'],
    [JSON.parse('{"data":{"id":12345678901234567890}}'), null], // parsed it ends in 000, someone else's
    [{ data: { id: 0.5 } }, 0.5],
    [{ data: { id: ' ' } }, null],
    [{ data: {} }, null],
    [null, null],
    [undefined, null],
    ['text', null],
    [[1], null],
  ])('of %j is %j', (body, id) => {
    expect(capture({ body, headers: {} })).toMatchObject({ id });
  });

  it('is what later expressions see', () => {
    expect(
      compileExpression('captured.id')({ captured: capture({ body: { data: { id: 'X' } }, headers: {} }) }),
    ).toBe('X');
  });
});

describe('what is captured out of a header', () => {
  function captured(location: string | undefined, source: object): unknown {
    const capture = compileCapture({ id: { header: 'Location', lastSegment: false, ...source } });
    return capture({ body: undefined, headers: location === undefined ? {} : { location } })['id'];
  }

  it.each([
    ['https://toko.example/api/orders/17', '17'],
    ['https://toko.example/api/orders/17/', '17'],
    ['/api/orders/17?expand=lines#top', '17'],
    ['orders/17', '17'],
    ['17', '17'],
    [' /orders/17 ', '17'],
    ['//toko.example/orders/17', '17'],
    ['/orders/PO%2F2026%2F17', 'PO/2026/17'],
    ['/orders/caf%C3%A9', 'café'],
    ['/orders/12345678901234567890', '12345678901234567890'],
    ['https://toko.example', null],
    ['https://toko.example/?id=17', null],
    ['/orders/100%', null],
    ['/orders/%20', null],
    ['/', null],
    ['', null],
    [undefined, null],
  ])('the last segment of %j is %j', (location, expected) => {
    expect(captured(location, { lastSegment: true })).toBe(expected);
  });

  it.each([
    ['/orders/17', '/orders/17'],
    ['', null],
    [undefined, null],
  ])('all of %j is %j', (location, expected) => {
    expect(captured(location, {})).toBe(expected);
  });

  it.each(['toString', 'constructor', '__proto__'])('is nothing that every object has: %s', (header) => {
    const capture = compileCapture({ id: { header, lastSegment: false } });
    expect(capture({ body: {}, headers: {} })).toEqual({ id: null });
  });
});
