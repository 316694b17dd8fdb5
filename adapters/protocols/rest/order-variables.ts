import { decimal, multiplyDecimals, type Decimal } from '../../core/decimal';
import { parseOfferId } from '../../core/ids';
import type { PurchaseOrder, PurchaseOrderLine } from '../../core/order/ordering-port';
import { regionByCode } from '../../core/regions';
import type { Variables } from './exchange';
import type { OrderField } from './order-fields';

/**
 * `order` in the expressions of a manifest that places orders. Amounts are exact decimals as text, in
 * rupiah; the same amount is beside it as a whole number of sen, 1/100 rupiah, for shops that want a number
 * (null where it is no whole number of sen). `to_number(quantity)` makes a number of a text. What is not
 * known is null.
 *
 * | name | what it is | example |
 * |---|---|---|
 * | `reference` | Pasar's number of the order, the same at every attempt | `"PSR-2K7XQ"` |
 * | `orderedAt` | when it was decided, ISO 8601 in UTC | `"2026-03-02T03:04:05.000Z"` |
 * | `institution.code`, `.name` | who pays (K/L/PD), by LKPP's code | `"D180"`, `"Pemerintah Kota Malang"` |
 * | `workUnit.code`, `.name` | the work unit (satker); each may be null | `"0012"`, `"Dinas Pendidikan"` |
 * | `rupCode` | package of the procurement plan (kode RUP), or null | `"55010203"` |
 * | `fundingSource` | budget (sumber dana), or null | `"APBD"` |
 * | `deliverTo.region`, `.regionName` | kabupaten/kota by Kemendagri's code, and its name | `"35.73"`, `"Kota Malang"` |
 * | `deliverTo.address`, `.receiver` | as the buyer wrote them | `"Jl. Veteran 19"`, `"Budi Santoso"` |
 * | `deliverTo.phone` | the receiver's, or null | `"0812-3456-7890"` |
 * | `buyer.name`, `.email`, `.phone` | who orders; null where the buyer's token doesn't tell it | `"Ani Lestari"` |
 * | `note` | to the seller, or null | `"Antar pagi"` |
 * | `shippingFee`, `shippingFeeInSen` | null where the seller names it later | `"15000"`, `1500000` |
 * | `tax`, `taxInSen` | of the whole order (PPN) | `"36759.86"`, `3675986` |
 * | `total`, `totalInSen` | all lines, tax and shipping | `"385940.41"`, `38594041` |
 * | `lines[].number` | counted from 1 | `1` |
 * | `lines[].sku`, `.seller` | the seller's article number, and the seller's code | `"BRS-005"`, `"M0042"` |
 * | `lines[].offerId` | the offer in Pasar | `"toko-anu:M0042.BRS-005"` |
 * | `lines[].title`, `.unit` | as listed; the unit may be null | `"Beras premium 5 kg"`, `"karung"` |
 * | `lines[].quantity` | in that unit; fractions occur | `"2.5"` |
 * | `lines[].unitPrice`, `.unitPriceInSen` | of one unit | `"133672.22"`, `13367222` |
 * | `lines[].tax`, `.taxInSen` | of the line | `"36759.86"`, `3675986` |
 * | `lines[].subtotal`, `.subtotalInSen` | quantity times price, without tax and shipping | `"334180.55"`, `33418055` |
 *
 * Nothing else of an order is sent, and of persons only what is named here.
 */
export function orderVariables(order: PurchaseOrder): Readonly<Record<OrderField, unknown>> {
  const { deliverTo, buyer, shippingFee, tax, total } = order;
  return {
    reference: order.reference,
    orderedAt: order.orderedAt.toISOString(),
    institution: { code: order.institution.code, name: order.institution.name },
    workUnit: { code: order.workUnit.code, name: order.workUnit.name },
    rupCode: order.rupCode,
    fundingSource: order.fundingSource,
    deliverTo: {
      region: deliverTo.region,
      regionName: regionByCode(deliverTo.region)?.name ?? null,
      address: deliverTo.address,
      receiver: deliverTo.receiver,
      phone: deliverTo.phone,
    },
    buyer: { name: buyer.person.name, email: buyer.person.email, phone: buyer.person.phone },
    note: order.note,
    shippingFee,
    shippingFeeInSen: shippingFee === null ? null : inSen(shippingFee),
    tax,
    taxInSen: inSen(tax),
    total,
    totalInSen: inSen(total),
    lines: order.lines.map(lineVariables),
  };
}

function lineVariables(line: PurchaseOrderLine, index: number): Variables {
  const { offer, quantity, unitPrice, tax, subtotal } = line;
  return {
    number: index + 1,
    sku: offer.sku,
    seller: parseOfferId(offer.id)?.sellerCode ?? null,
    offerId: offer.id,
    title: offer.title,
    unit: offer.unit,
    quantity,
    unitPrice,
    unitPriceInSen: inSen(unitPrice),
    tax,
    taxInSen: inSen(tax),
    subtotal,
    subtotalInSen: inSen(subtotal),
  };
}

const SEN = decimal(100);

/** Null for a fraction of a sen, and for more than a number holds exactly. */
function inSen(amount: Decimal): number | null {
  const sen = Number(multiplyDecimals(amount, SEN));
  return Number.isSafeInteger(sen) && String(sen) === multiplyDecimals(amount, SEN) ? sen : null;
}
