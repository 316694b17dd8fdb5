import { decimal } from '../../../../adapters/core/decimal';
import { compileExpression } from '../../../../adapters/protocols/rest/expression';
import { orderVariables } from '../../../../adapters/protocols/rest/order-variables';
import type { PurchaseOrder } from '../../../../adapters/core/order/ordering-port';
import type { RegionCode } from '../../../../adapters/core/regions';
import { actorOf } from '../../../support/actors';
import { anOrder } from './order-shop';

/** What an expression of a manifest gives for an order. */
function valueOf(expression: string, change: Partial<PurchaseOrder> = {}): unknown {
  return compileExpression(expression)({ order: orderVariables(anOrder(change)) });
}

describe('an order in expressions', () => {
  it('is what its documentation says', () => {
    expect(orderVariables(anOrder())).toEqual({
      reference: 'PSR-2K7XQ',
      orderedAt: '2026-03-02T03:04:05.000Z',
      institution: { code: 'D180', name: 'Pemerintah Kota Malang' },
      workUnit: { code: '0012', name: 'Dinas Pendidikan' },
      rupCode: null,
      fundingSource: 'APBD',
      deliverTo: {
        region: '35.73',
        regionName: 'Kota Malang',
        address: 'Jl. Veteran 19',
        receiver: 'Budi Santoso',
        phone: '0812-3456-7890',
      },
      buyer: { name: 'Ani Lestari', email: 'ani@example.go.id', phone: null },
      note: 'Antar pagi',
      shippingFee: '15000',
      shippingFeeInSen: 1_500_000,
      tax: '0',
      taxInSen: 0,
      total: '595430.55',
      totalInSen: 59_543_055,
      lines: [
        {
          number: 1,
          sku: 'BRS-005',
          seller: 'M0042',
          offerId: 'toko-anu:M0042.BRS-005',
          title: 'Beras premium 5 kg',
          unit: null,
          quantity: '2.5',
          unitPrice: '133672.22',
          unitPriceInSen: 13_367_222,
          tax: '0',
          taxInSen: 0,
          subtotal: '334180.55',
          subtotalInSen: 33_418_055,
        },
        expect.objectContaining({ number: 2, sku: 'BRS/010', subtotalInSen: 24_625_000 }),
      ],
    });
  });

  it('is JSON, and changes nothing of the order', () => {
    const order = anOrder();
    const variables = orderVariables(order);
    expect(JSON.parse(JSON.stringify(variables))).toEqual(variables);
    expect(order).toEqual(anOrder({ lines: order.lines }));
  });

  it.each([
    ['0', 0],
    ['0.01', 1],
    ['15000', 1_500_000],
    ['334180.55', 33_418_055],
    ['0.29', 29], // 0.29 * 100 is 28.999… as a float
    ['90071992547409.91', 9_007_199_254_740_991],
    ['90071992547409.92', null], // more than a number holds exactly
    ['100.005', null],
    ['99999999999999999999999999', null],
  ])('has %s rupiah as %s sen', (total, sen) => {
    const order = orderVariables(anOrder({ total: decimal(total), shippingFee: decimal(total) }));
    expect(order).toMatchObject({ total, totalInSen: sen, shippingFeeInSen: sen });
  });

  it.each([
    ['a shipping fee', { shippingFee: null }, { shippingFee: null, shippingFeeInSen: null }],
    ['a work unit', { workUnit: { code: null, name: null } }, { workUnit: { code: null, name: null } }],
    ['a note', { note: null }, { note: null }],
    [
      'a region that has a name',
      { deliverTo: { ...anOrder().deliverTo, region: '99.99' as RegionCode } },
      { deliverTo: { region: '99.99', regionName: null } },
    ],
    [
      'what a token says of a person',
      { buyer: actorOf({ person: { name: null, email: null, phone: null } }) },
      { buyer: { name: null, email: null, phone: null } },
    ],
  ])('without %s has null there', (_, change, expected) => {
    expect(orderVariables(anOrder(change))).toMatchObject(expected);
  });

  it('tells nothing of the buyer but name and where to reach them', () => {
    const text = JSON.stringify(orderVariables(anOrder({ buyer: actorOf({ subject: 'secret-subject' }) })));
    expect(text).not.toContain('secret-subject');
    expect(text).not.toContain('PP"');
  });

  it.each([
    [
      'order.lines[].{sku: sku, qty: to_number(quantity)}',
      [
        { sku: 'BRS-005', qty: 2.5 },
        { sku: 'BRS/010', qty: 2.5 },
      ],
    ],
    ['sum(order.lines[].subtotalInSen)', 58_043_055],
    ['to_number(order.total)', 595_430.55],
    ['order.note || `"-"`', 'Antar pagi'],
  ])('%s gives what a shop wants', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected);
  });
});
