import type { Selectable } from 'kysely';
import type { SourceOrder, SourceOrderLine } from '../../../adapters/core/order/order';
import type { OrderLineTable } from '../../database/order-tables';

export type LineRow = Selectable<OrderLineTable>;

/** PARTIAL accounts add their lines to those known; whole ones replace them and keep which offers they were. */
export function mergeLines(told: SourceOrder, known: readonly LineRow[]): readonly LineRow[] {
  if (told.lines.length === 0) return byKey(known);
  const before = new Map(known.map((line) => [line.key, line]));
  const bySku = new Map(known.filter(({ sku }) => sku !== null).map((line) => [line.sku, line]));
  const lines = new Map(told.completeness === 'PARTIAL' ? before : []);
  let last = Math.max(0, ...[...lines.values()].map(({ position }) => position));
  for (const line of told.lines) {
    const earlier = sameLine(line, before.get(line.key)) ?? bySku.get(line.sku);
    const position = earlier?.position ?? last + 1;
    last = Math.max(last, position);
    lines.set(line.key, {
      ...lineRow(told, line, position),
      offer_id: line.offerId ?? earlier?.offer_id ?? null,
    });
  }
  return byKey([...lines.values()]);
}

/** In one order always: rows come back from the database in any. */
export function byKey(lines: readonly LineRow[]): readonly LineRow[] {
  return [...lines].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Keys of two sources may be mere places in a list: those of different articles are not one line. */
function sameLine({ sku }: SourceOrderLine, known: LineRow | undefined): LineRow | undefined {
  return sku === null || known?.sku === null || known?.sku === sku ? known : undefined;
}

function lineRow(told: SourceOrder, line: SourceOrderLine, position: number): LineRow {
  return {
    order_id: told.id,
    key: line.key,
    position,
    title: line.title,
    product_id: line.productId,
    sku: line.sku,
    offer_id: line.offerId,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    shipping_fee: line.shippingFee,
    tax: line.tax,
    total: line.total,
  };
}
