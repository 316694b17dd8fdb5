import { addDecimals, decimal, multiplyDecimals, ZERO, type Decimal } from '../../adapters/core/decimal';
import {
  parseInstitutionCode,
  parseWorkUnitCode,
  type InstitutionCode,
  type OrderReference,
} from '../../adapters/core/ids';
import type { Offer } from '../../adapters/core/offer';
import type { PurchaseOrder } from '../../adapters/core/order/ordering-port';
import { REGIONS, type RegionCode } from '../../adapters/core/regions';
import { actorOf } from './actors';

export function reference(number: string): OrderReference {
  return `PSR-${number}` as OrderReference;
}

/** An order of the city of Malang for these offers, at their prices, or what a test says. */
export function purchaseOrder(
  offers: readonly Offer[],
  change: Partial<PurchaseOrder> & { readonly quantity?: Decimal } = {},
): PurchaseOrder {
  const { quantity = decimal(1), ...rest } = change;
  const lines = offers.map((offer) => {
    const subtotal = multiplyDecimals(offer.price.amount, quantity);
    return { offer, quantity, unitPrice: offer.price.amount, tax: ZERO, subtotal };
  });
  const malang = REGIONS.find(({ name }) => name === 'Kota Malang');
  return {
    reference: reference('2K7XQ'),
    orderedAt: new Date('2026-03-02T03:04:05Z'),
    buyer: actorOf(),
    institution: { code: parseInstitutionCode('D180') as InstitutionCode, name: 'Pemerintah Kota Malang' },
    workUnit: { code: parseWorkUnitCode('0012'), name: 'Dinas Pendidikan' },
    rupCode: null,
    fundingSource: 'APBD',
    deliverTo: {
      region: malang?.code as RegionCode,
      address: 'Jl. Veteran 19',
      receiver: 'Budi Santoso',
      phone: '0812-3456-7890',
    },
    lines,
    shippingFee: decimal(15_000),
    tax: ZERO,
    total: addDecimals(...lines.map(({ subtotal }) => subtotal), decimal(15_000)),
    note: 'Antar pagi',
    ...rest,
  };
}
