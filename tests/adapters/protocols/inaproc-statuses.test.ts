import { orderStatus, packageStatus } from '../../../adapters/protocols/inaproc/statuses';

describe('the status of', () => {
  it.each([
    ['paket_selesai', 'COMPLETED'],
    ['verifikasi_penyelesaian_paket', 'RECEIVED'],
    ['melakukan_pengiriman_dan_penerimaan', 'SHIPPED'],
    ['proses_kontrak_ppk', 'CONFIRMED'],
    ['Paket Selesai', 'COMPLETED'],
    ['paket_baru_sekali', null],
    ['constructor', null],
  ])('a v5 package, %s, is %s', (status, state) => {
    expect(packageStatus(status)).toEqual({ status, shipment: null, state });
  });

  it.each([
    ['COMPLETED', 'COMPLETED', 'COMPLETED'],
    ['PAYMENT_OUTSIDE_SYSTEM', 'COMPLETED', 'PAID'],
    ['PAYMENT OUTSIDE SYSTEM', 'DRAFT', 'PAID'],
    ['ON_PROCESS', 'DRAFT', 'CONFIRMED'],
    ['ON_PROCESS', 'PROCESSING', 'PROCESSING'],
    ['ON_PROCESS', 'SHIPPING', 'SHIPPED'],
    ['ON_PROCESS', 'DELIVERED', 'RECEIVED'],
    ['ON_PROCESS', 'BUYER_CONFIRMED', 'RECEIVED'],
    ['ON PROCESS', 'BUYER CONFIRMED', 'RECEIVED'],
    ['ON_PROCESS', 'COMPLETED', 'PAYMENT_PENDING'],
    ['ON_PROCESS', null, 'PROCESSING'],
    ['ON_PROCESS', 'LOST_AT_SEA', null],
    ['ON_ADDENDUM', 'SHIPPING', 'SHIPPED'],
    ['ON_NEGOTIATION', 'DRAFT', 'NEGOTIATING'],
    ['WAITING_SELLER_CONFIRMATION', 'DRAFT', 'AWAITING_APPROVAL'],
    ['WAITING_PPK_REVIEW', 'DRAFT', 'AWAITING_APPROVAL'],
    ['ESIGN_IN_PROGRESS', 'DRAFT', 'AWAITING_APPROVAL'],
    ['REQUEST_CANCEL_BY_ADMIN', 'DRAFT', 'AWAITING_APPROVAL'],
    ['CANCELLED', 'DRAFT', 'CANCELLED'],
    ['CANCELLED_ON_NEGOTIATION', 'DRAFT', 'REFUSED'],
    ['CANCELLED_ON_REVIEW', 'DRAFT', 'REFUSED'],
    ['MENUNGGU_VERIFIKASI_BARU', 'DRAFT', null],
  ])('a v6 order, %s with shipment %s, is %s', (status, shipment, state) => {
    expect(orderStatus(status, shipment)).toEqual({ status, shipment, state });
  });
});
