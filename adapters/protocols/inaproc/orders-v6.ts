import { textOrNull } from '../../core/clean-text';
import { orderId, parseWorkUnitCode } from '../../core/ids';
import { parseInstant } from '../../core/jakarta-time';
import type { SourceOrder, SourceOrderLine } from '../../core/order/order';
import { rawText } from '../../core/understand-records';
import { orderStatus } from './statuses';
import {
  foreignInstitution,
  rupCodeOf,
  unpack,
  type OrderReading,
  type OrderScope,
  type UnderstoodOrder,
} from './understand-orders';
import { ulidTime } from './ulid-time';
import { orderWire, type OrderWire } from './wire';

/** e-Katalog v6. A row is a whole order, whose products it names by their ids alone. */
export function orderReading(scope: OrderScope): OrderReading<OrderWire> {
  return {
    schema: orderWire,
    recordId: (row) => rawText(row, 'order_id') ?? '?',
    toOrder: (wire) => toOrder(wire, scope),
    join: (_, told) => told,
  };
}

function toOrder(wire: OrderWire, scope: OrderScope): UnderstoodOrder {
  const foreign = foreignInstitution(wire.kode_klpd, scope);
  if (foreign !== null) return { reason: foreign };
  const id = orderId(scope.marketplace, wire.order_id);
  if (id === null) return { reason: 'order_id: is too long to make an id' };
  const products = unpack(wire.product_id, ',');
  const placedAt = parseInstant(wire.order_date);
  const order: SourceOrder = {
    id,
    marketplace: scope.marketplace,
    number: wire.order_id,
    channel: 'INAPROC_V6',
    status: orderStatus(wire.status, wire.shipment_status),
    statusAt: null,
    placedAt,
    begunAt: ulidTime(wire.order_id),
    title: textOrNull(wire.rup_name),
    fiscalYear: wire.fiscal_year ?? scope.year,
    institution: scope.institution,
    workUnit: {
      code: parseWorkUnitCode(textOrNull(wire.kode_satker) ?? ''),
      name: textOrNull(wire.nama_satker),
    },
    rupCode: rupCodeOf(wire.rup_code),
    fundingSource: textOrNull(wire.funding_source),
    budgetAccounts: unpack(wire.mak, ','),
    sellerCode: textOrNull(wire.kode_penyedia),
    sellerName: null,
    lines: products.map(lineOf),
    completeness: 'WHOLE',
    shippingFee: wire.shipping_fee ?? null,
    tax: null,
    total: wire.total ?? null,
    details: { rupName: textOrNull(wire.rup_name), miniCompetition: wire.flag_minikom },
    problems: [
      ...(wire.count_product != null && wire.count_product !== products.length
        ? [`count_product is ${wire.count_product}, and product_id lists ${products.length}`]
        : []),
      ...(placedAt === null && textOrNull(wire.order_date) !== null ? ['order_date is not a date'] : []),
    ],
  };
  return { order };
}

function lineOf(productId: string): SourceOrderLine {
  return {
    key: productId,
    title: null,
    productId,
    sku: null,
    offerId: null,
    quantity: null,
    unitPrice: null,
    shippingFee: null,
    tax: null,
    total: null,
  };
}
