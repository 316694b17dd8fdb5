import { z } from 'zod';
import type { Call, RejectedRecord } from '../../core/contract';
import { mapInSlices } from '../../core/in-slices';
import type { MarketplaceId } from '../../core/ids';
import type { Offer } from '../../core/offer';
import { understandRecord, type Understood } from '../../core/understand-records';
import type { MappedRecord } from './fields';
import type { LookUp, LookUpAll } from './lookups';
import type { OfferMapper } from './map-offer';
import type { ListRules, ReadRecords } from './records';
import { Unreadable } from './values';

export interface UnderstandOptions {
  readonly marketplace: MarketplaceId;
  readonly readRecords: ReadRecords;
  readonly lookUp: LookUpAll;
  readonly mapper: OfferMapper;
  readonly now: () => Date;
}

/** How an answer is to be read. */
export interface Reading extends LookUp {
  readonly list: ListRules;
  /** Names the records of a page that have no article number; paths repeat from page to page. */
  readonly page: number;
}

/** What an answer holds. */
export interface UnderstoodAnswer {
  readonly offers: readonly Offer[];
  readonly rejected: readonly RejectedOffer[];
  /** Entries of its list. */
  readonly listed: number;
  /** Those that the marketplace gave; null where that can't be told. */
  readonly told: number | null;
  readonly lacking: string | null;
}

export interface RejectedOffer extends RejectedRecord {
  /** Null where not even that could be read. */
  readonly sku: string | null;
}

export type Understand = (body: unknown, reading: Reading, call: Call) => Promise<UnderstoodAnswer>;

const anyRecord = z.custom<MappedRecord>();

/** From an answer to its offers. A record that can't be understood is set aside with the reason. */
export function createUnderstand(options: UnderstandOptions): Understand {
  const { marketplace, readRecords, lookUp, mapper, now } = options;

  return async (body, reading, call) => {
    const { records, listed, told } = await readRecords(body, reading.list, call);
    const { mapped, lacking } = await lookUp(records, reading, call);
    const observedAt = now();
    const one = (each: MappedRecord): Pick<UnderstoodAnswer, 'offers' | 'rejected'> => {
      const understood = understandRecord(each, anyRecord, (record) => toOffer(record, observedAt));
      if ('offer' in understood) return { offers: [understood.offer], rejected: [] };
      const sku = mapper.skuOf(each);
      const recordId = sku ?? `page ${reading.page}, ${each.record.variantPath()}`;
      return { offers: [], rejected: [{ recordId, reason: understood.reason, sku }] };
    };
    const understood = await mapInSlices(mapped, one, { marketplace, call });
    // Of two records with one id the later is kept.
    const offers = new Map(understood.flatMap((each) => each.offers).map((offer) => [offer.id, offer]));
    const rejected = understood.flatMap((each) => each.rejected);
    return { offers: [...offers.values()], rejected, listed, told, lacking };
  };

  function toOffer(mapped: MappedRecord, observedAt: Date): Understood<Offer> {
    const { problem, variantPath } = mapped.record;
    if (problem !== null) return { reason: `${problem} at ${variantPath()}` };
    try {
      return { offer: mapper.toOffer(mapped, observedAt) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { reason: error.message };
    }
  }
}
