import { addDecimals, decimal, ZERO } from '../../adapters/core/decimal';
import { institutionName } from '../../adapters/core/institutions';
import { parseInstitutionCode } from '../../adapters/core/ids';
import type { Offer } from '../../adapters/core/offer';
import type { PurchaseOrder } from '../../adapters/core/order/ordering-port';
import { REGIONS } from '../../adapters/core/regions';
import { newReference } from '../../subgraphs/orders/purchasing/part-draft';

/** The city of Malang: an order needs an institution that the marketplace may know. */
const INSTITUTION = 'D180';
const NOTE = 'Uji kesesuaian Pasar: pesanan ini segera dibatalkan, jangan dikirim.';
/** Of no one: `.invalid` is nobody's domain (RFC 2606). */
const PERSON = {
  name: 'Uji Kesesuaian Pasar',
  email: 'uji-kesesuaian@pasar.invalid',
  phone: '0000-0000-0000',
};

/** An order for one piece, under a reference of its own, that says of itself that it is a test. */
export function checkOrder(offer: Offer, now: Date = new Date()): PurchaseOrder {
  const code = parseInstitutionCode(INSTITUTION);
  const region = REGIONS.find(({ klpd }) => klpd === INSTITUTION);
  if (code === null || region === undefined) throw new Error(`${INSTITUTION} is an institution of a region`);
  const { amount } = offer.price;
  const shippingFee = offer.shippingFee ?? null;
  return {
    reference: newReference(),
    orderedAt: now,
    buyer: {
      subject: 'pasar-check',
      role: 'PP',
      institution: code,
      workUnit: null,
      marketplace: null,
      person: PERSON,
    },
    institution: { code, name: institutionName(code) ?? code },
    workUnit: { code: null, name: null },
    rupCode: null,
    fundingSource: null,
    deliverTo: {
      region: region.code,
      address: NOTE,
      receiver: PERSON.name,
      phone: PERSON.phone,
    },
    lines: [{ offer, quantity: decimal(1), unitPrice: amount, tax: ZERO, subtotal: amount }],
    shippingFee,
    tax: ZERO,
    total: addDecimals(amount, shippingFee ?? ZERO),
    note: NOTE,
  };
}
