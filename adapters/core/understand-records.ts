import type { z } from 'zod';
import type { RejectedRecord } from './contract';
import type { Offer } from './offer';

/** What a mapping gives: an offer, or the reason why the record can't be one. */
export type Understood<O extends Offer> = { readonly offer: O } | { readonly reason: string };

/**
 * Maps the records of one page. A record that can't be understood is set aside with its id and reason
 * and the rest of the page is kept; of two records with one id the later is kept.
 */
export function understandRecords<Wire, O extends Offer>(
  records: readonly unknown[],
  schema: z.ZodType<Wire>,
  idOf: (record: unknown) => string,
  toOffer: (wire: Wire) => Understood<O>,
): { offers: O[]; rejected: RejectedRecord[] } {
  const offers = new Map<string, O>();
  const rejected: RejectedRecord[] = [];
  for (const record of records) {
    const wire = schema.safeParse(record);
    const understood = wire.success ? toOffer(wire.data) : { reason: describeIssues(wire.error) };
    if ('offer' in understood) offers.set(understood.offer.id, understood.offer);
    else rejected.push({ recordId: idOf(record), reason: understood.reason });
  }
  return { offers: [...offers.values()], rejected };
}

/** The first problem with its path: `harga.harga_retail: is not an exact decimal`. */
export function describeIssues(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'not the documented shape';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'record' : path}: ${issue.message}`;
}

/** What identifies a raw record, for the report only; never fails. */
export function rawText(record: unknown, ...path: readonly string[]): string | null {
  let value: unknown = record;
  for (const step of path) {
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 120) : null;
}
