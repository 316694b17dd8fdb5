import type { z } from 'zod';
import { cleanText } from './clean-text';
import type { RejectedRecord } from './contract';
import { OFFER_ID_MAX } from './ids';
import { mapInSlices, refuseFlood, type Work } from './in-slices';
import type { Offer } from './offer';

/** What a mapping gives: an offer, or the reason why the record can't be one. */
export type Understood<O extends Offer> = { readonly offer: O } | { readonly reason: string };

/** What the records of one answer are. */
export interface RecordReading<Wire, O extends Offer> {
  readonly schema: z.ZodType<Wire>;
  /** For the report; never fails. */
  readonly idOf: (record: unknown) => string;
  readonly toOffer: (wire: Wire) => Understood<O>;
}

/**
 * Maps the records of one page, in slices between which others have their turn. A record that can't be understood is
 * set aside with its id and reason and the rest of the page is kept; of two records with one id the later is kept.
 */
export async function understandRecords<Wire, O extends Offer>(
  records: readonly unknown[],
  { schema, idOf, toOffer }: RecordReading<Wire, O>,
  work: Work,
): Promise<{ offers: O[]; rejected: RejectedRecord[] }> {
  refuseFlood(records.length, work.marketplace);
  const offers = new Map<string, O>();
  const rejected: RejectedRecord[] = [];
  const understandNext = (record: unknown): void => {
    const understood = understandRecord(record, schema, toOffer);
    if ('offer' in understood) offers.set(understood.offer.id, understood.offer);
    else rejected.push({ recordId: idOf(record), reason: understood.reason });
  };
  await mapInSlices(records, understandNext, work);
  return { offers: [...offers.values()], rejected };
}

/** Whatever a record holds, only that record can fail for it. */
export function understandRecord<Wire, O extends Offer>(
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
