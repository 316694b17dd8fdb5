import {
  usesInTemplate,
  usesOf,
  variablesOf,
} from '../../../../adapters/protocols/rest/expression-variables';

function uses(expression: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...usesOf(expression)].map(([name, fields]) => [name, [...fields]]));
}

describe('what an expression starts from, and the fields right below', () => {
  it.each([
    ['order', { order: [] }],
    ['order.reference', { order: ['reference'] }],
    ['"order"."the reference"', { order: ['the reference'] }],
    ['order.deliverTo.address', { order: ['deliverTo'] }],
    ['order.lines[0].sku', { order: ['lines'] }],
    ['order.lines[*].sku', { order: ['lines'] }],
    ['order.lines[].sku', { order: ['lines'] }],
    ['order.lines[0:2].sku', { order: ['lines'] }],
    ["order.lines[?sku == 'x'].title", { order: ['lines'] }],
    ['order.lines[?length(sku) > `2` && !title].title', { order: ['lines'] }],
    ['order.lines[*].{sku: sku, amount: quantity}', { order: ['lines'] }],
    ['order.lines[*].[sku, quantity]', { order: ['lines'] }],
    ['order.*', { order: [] }],
    ['order.*.name', { order: [] }],
    ['*.reference', {}],
    ['{ref: order.reference, cart: captured.cart}', { order: ['reference'], captured: ['cart'] }],
    ['order.{ref: reference, who: buyer.name}', { order: ['reference', 'buyer'] }],
    ['[order, captured.cart]', { order: [], captured: ['cart'] }],
    ['order | reference', { order: ['reference'] }],
    ['order.lines | [0].sku', { order: ['lines'] }],
    ['@.order.reference', { order: ['reference'] }],
    ['@ | order.reference', { order: ['reference'] }],
    ['$.order.reference', { order: ['reference'] }],
    ['order.lines[*].{sku: sku, cart: $.captured.cart}', { order: ['lines'], captured: ['cart'] }],
    ['order.lines[?sku == $.item.sku].title', { order: ['lines'], item: ['sku'] }],
    ["captured.lane || 'regular'", { captured: ['lane'] }],
    ['captured.lane && order.note', { captured: ['lane'], order: ['note'] }],
    ['!(captured.lane)', { captured: ['lane'] }],
    ['page + `1`', { page: [] }],
    ['-page', { page: [] }],
    ['page > `1`', { page: [] }],
    ['order.note ? order.note : captured.note', { order: ['note'], captured: ['note'] }],
    ["join(',', skus)", { skus: [] }],
    ["join(', ', [product.title, variant.label])", { product: ['title'], variant: ['label'] }],
    ['not_null(variant.id, product.id)', { variant: ['id'], product: ['id'] }],
    ['map(&sku, order.lines)', { order: ['lines'] }],
    ['sort_by(order.lines, &title)[0].sku', { order: ['lines'] }],
    ['max_by(order.lines, &$.x.y).sku', { order: ['lines'], x: ['y'] }],
    ['not_null(variant, product).id', { variant: [], product: [] }],
    ["'order.reference'", {}],
    ['`{"order": 1}`', {}],
    ['`{"order": 1}`.order', {}],
    ['@', {}],
  ])('%s', (expression, expected) => {
    expect(uses(expression)).toEqual(expected);
  });
});

describe('what a template starts from', () => {
  it.each([
    ['order ${order.reference} of ${captured.cart}', ['order', 'captured']],
    ['${order.lines[*].{sku: sku}}', ['order']],
    ['/carts/${captured.cart}/lines/${item.sku}', ['captured', 'item']],
    ['order.reference', []],
    ['$order', []],
    ['', []],
  ])('%s', (template, expected) => {
    expect([...variablesOf(template)]).toEqual(expected);
  });

  it('are the fields of all its expressions', () => {
    const fields = usesInTemplate('${order.reference}-${order.note}-${order}').get('order');
    expect([...(fields ?? [])]).toEqual(['reference', 'note']);
  });
});
