import type { z } from 'zod';
import { cleanText } from '../../core/clean-text';
import type { RejectedRecord } from '../../core/contract';
import { parseRupCode, type InstitutionCode, type MarketplaceId, type RupCode } from '../../core/ids';
import type { SourceOrder } from '../../core/order/order';
import { describeIssues } from '../../core/understand-records';

/** What was asked for: rows often don't say it again. */
export interface OrderScope {
  readonly marketplace: MarketplaceId;
  readonly institution: InstitutionCode;
  readonly year: number;
}

/** What a row gives: an order, or the reason why it can't be one. */
export type UnderstoodOrder = { readonly order: SourceOrder } | { readonly reason: string };

export interface OrderReading<Wire> {
  readonly schema: z.ZodType<Wire>;
  /** What identifies a raw row, for the report; never fails. */
  readonly recordId: (row: unknown) => string;
  readonly toOrder: (wire: Wire) => UnderstoodOrder;
  /** Two rows of one page that tell of one order. */
  readonly join: (known: SourceOrder, told: SourceOrder) => SourceOrder;
}

/** Maps the rows of one page. A row that can't be understood is set aside with its reason, the rest is kept. */
export function understandOrders<Wire>(
  rows: readonly unknown[],
  reading: OrderReading<Wire>,
): { orders: SourceOrder[]; rejected: RejectedRecord[] } {
  const orders = new Map<string, SourceOrder>();
  const rejected: RejectedRecord[] = [];
  for (const row of rows) {
    const understood = understand(row, reading);
    if ('reason' in understood) {
      rejected.push({ recordId: reading.recordId(row), reason: understood.reason });
      continue;
    }
    const known = orders.get(understood.order.id);
    orders.set(understood.order.id, known ? reading.join(known, understood.order) : understood.order);
  }
  return { orders: [...orders.values()], rejected };
}

/** Whatever a row holds, only that row can fail for it. */
function understand<Wire>(row: unknown, { schema, toOrder }: OrderReading<Wire>): UnderstoodOrder {
  try {
    const wire = schema.safeParse(row);
    return wire.success ? toOrder(wire.data) : { reason: describeIssues(wire.error) };
  } catch (error) {
    return { reason: `can't be read: ${error instanceof Error ? error.name : 'unknown problem'}` };
  }
}

/** Why a row is not of the institution that was asked for; null where it is, or names none. */
export function foreignInstitution(told: string | null, { institution }: OrderScope): string | null {
  const code = cleanText(told ?? '');
  return code === '' || code === institution
    ? null
    : `institution: is ${code.slice(0, 20)}, and ${institution} was asked for`;
}

/** Several values that were packed into one text: `a;b`, `a, b, `. */
export function unpack(text: string | null, separator: ';' | ','): readonly string[] {
  const parts = (text ?? '').split(separator).map(cleanText);
  return [...new Set(parts.filter((part) => part !== '' && part !== '-'))];
}

/** A plan's code as text, zeros in front included; 0 is how an integer field says "none". */
export function rupCodeOf(text: string | null): RupCode | null {
  const code = parseRupCode(cleanText(text ?? ''));
  return code === null || /^0+$/.test(code) ? null : code;
}
