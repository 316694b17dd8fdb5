import type { z } from 'zod';
import type { RejectedRecord } from './contract';
import { cleanText } from './clean-text';
import { OFFER_ID_MAX } from './ids';
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
    const understood = understand(record, schema, toOffer);
    if ('offer' in understood) offers.set(understood.offer.id, understood.offer);
    else rejected.push({ recordId: idOf(record), reason: understood.reason });
  }
  return { offers: [...offers.values()], rejected };
}

/** Whatever a record holds, only that record can fail for it. */
function understand<Wire, O extends Offer>(
  record: unknown,
  schema: z.ZodType<Wire>,
  toOffer: (wire: Wire) => Understood<O>,
): Understood<O> {
  try {
    const wire = schema.safeParse(record);
    if (!wire.success) return { reason: describeIssues(wire.error) };
    const understood = toOffer(wire.data);
    const tooLong = 'offer' in understood && understood.offer.id.length > OFFER_ID_MAX;
    return tooLong ? { reason: 'its seller code and article number are too long to make an id' } : understood;
  } catch (error) {
    return { reason: `can't be read: ${error instanceof Error ? error.name : 'unknown problem'}` };
  }
}

/** The first problem with its path: `harga.harga_retail: is not an exact decimal`. */
export function describeIssues(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'not the documented shape';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'record' : path}: ${issue.message}`;
}

const LONGEST_SHOWN = 120;

/** What identifies a raw record, for the report only; never fails. */
export function rawText(record: unknown, ...path: readonly string[]): string | null {
  let value: unknown = record;
  for (const step of path) {
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number'
    ? cleanText(String(value).slice(0, 4 * LONGEST_SHOWN)).slice(0, LONGEST_SHOWN)
    : null;
}
