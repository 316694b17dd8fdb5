import type { OrderState } from '../../../adapters/core/order/order-states';
import { JATIM_BEJO } from '../../../adapters/jatim-bejo/marketplace';
import { tokoDaringStatus } from '../../../adapters/protocols/toko-daring/order-statuses';
import { readDone } from '../../../adapters/protocols/toko-daring/transaction-report';

describe('that an order is done', () => {
  it.each([
    [true, 'selesai', 'COMPLETED'],
    [false, 'gagal', 'CANCELLED'],
    [1, 'selesai', 'COMPLETED'],
    ['0', 'gagal', 'CANCELLED'],
    ['ya', 'selesai', 'COMPLETED'],
  ])('%p is %s', (konfirmasi_ppmse, status, state) => {
    const done = readDone(
      { order_id: 'JB-1', konfirmasi_ppmse, keterangan_ppmse: ' Sudah\r\ndibayar ' },
      JATIM_BEJO,
    );
    expect(done).toEqual({
      orderId: 'jatim-bejo:JB-1',
      status: { status, shipment: null, state },
      details: { confirmedByMarketplace: state === 'COMPLETED', marketplaceRemark: 'Sudah dibayar' },
    });
  });

  it('may come without a remark, and with too long a one', () => {
    const remarkOf = (keterangan_ppmse?: string) =>
      readDone({ order_id: 1, konfirmasi_ppmse: true, keterangan_ppmse }, JATIM_BEJO);
    expect(remarkOf()).toMatchObject({ details: { marketplaceRemark: null } });
    expect(remarkOf('x'.repeat(2_000))).toMatchObject({ details: { marketplaceRemark: 'x'.repeat(500) } });
  });
});

describe('a status', () => {
  it.each<readonly [string, OrderState]>([
    ['new_order', 'NEGOTIATING'],
    ['pending', 'NEGOTIATING'],
    ['pending_approve', 'AWAITING_APPROVAL'],
    ['approve_order_ppk', 'AWAITING_APPROVAL'],
    ['confirmed', 'NEGOTIATING'],
    ['confirm_order_ppk', 'CONFIRMED'],
    ['approved_order', 'CONFIRMED'],
    ['processed', 'PROCESSING'],
    ['partial_delivery', 'PARTLY_RECEIVED'],
    ['shipped', 'SHIPPED'],
    ['received', 'RECEIVED'],
    ['document', 'RECEIVED'],
    ['tax_invoice', 'RECEIVED'],
    ['pending_payment', 'PAYMENT_PENDING'],
    ['payment_process', 'PAYMENT_PENDING'],
    ['paid', 'PAID'],
    ['cancel_request', 'PROCESSING'],
    ['cancel', 'CANCELLED'],
    ['reported', 'CONFIRMED'],
    ['selesai', 'COMPLETED'],
    ['gagal', 'CANCELLED'],
    [' Paid ', 'PAID'],
  ])('%p is %s', (status, state) => {
    expect(tokoDaringStatus(status)).toEqual({ status, shipment: null, state });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'dikirim', 'paid!'])(
    '%p is unknown and kept as it is written',
    (status) => {
      expect(tokoDaringStatus(status)).toEqual({ status, shipment: null, state: null });
    },
  );
});
