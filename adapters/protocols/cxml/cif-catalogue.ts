import { createHash } from 'node:crypto';
import type { Call, RejectedRecord } from '../../core/contract';
import { mapInSlices } from '../../core/in-slices';
import type { MarketplaceId, OfferId } from '../../core/ids';
import { formatDay } from '../../core/jakarta-time';
import type { Offer } from '../../core/offer';
import { rawText, understandRecord } from '../../core/understand-records';
import type { CifFile, CifRow } from './cif-file';
import { cifItemWire, mapCifItem, type CifContext } from './cif-item';
import { validityOf } from './cif-validity';

/** What a catalogue file comes to on the day that it was read. */
export interface CifCatalogue {
  /** Of what the rows say; the same for a file that was only written again. */
  readonly fingerprint: string;
  /** In the file's order; of rows with one id the last. */
  readonly offers: readonly Offer[];
  readonly byId: ReadonlyMap<OfferId, Offer>;
  readonly rejected: readonly RejectedRecord[];
}

export interface CatalogueSource {
  readonly marketplace: MarketplaceId;
  /** The marketplace's own name. */
  readonly name: string;
  readonly now: Date;
}

/** A large file takes most of a second, and more on a machine that has other things to do. */
const MOST_MS = 10_000;

/** Every row as an offer, a rejected record, or nothing where it is not on sale today. */
export async function understandCatalogue(
  { header, rows }: CifFile,
  { marketplace, name, now }: CatalogueSource,
  call: Call,
): Promise<CifCatalogue> {
  // The day decides what is on sale: on another the same rows make another catalogue.
  const hash = createHash('sha256').update(JSON.stringify([header, formatDay(now)]));
  const suppliers = new Set(rows.map(({ fields }) => fields['Supplier ID'] ?? '').filter((id) => id !== ''));
  const context: CifContext = {
    marketplace,
    header,
    sellerName: (supplierId) => (suppliers.size === 1 ? name : `${name} ${supplierId}`),
    observedAt: now,
  };
  const byId = new Map<OfferId, Offer>();
  const rejected: RejectedRecord[] = [];
  const understandNext = (row: CifRow): void => {
    hash.update(JSON.stringify(Object.values(row.fields)));
    const understood = understandRow(row, context);
    if (understood === null) return;
    if ('offer' in understood) byId.set(understood.offer.id, understood.offer);
    else rejected.push(understood);
  };
  await mapInSlices(rows, understandNext, { marketplace, call, mostMs: MOST_MS });
  return { fingerprint: hash.digest('hex').slice(0, 32), offers: [...byId.values()], byId, rejected };
}

function understandRow(
  { line, fields, overflows }: CifRow,
  context: CifContext,
): { readonly offer: Offer } | RejectedRecord | null {
  const recordId = ['Supplier ID', 'Supplier Part ID', 'Supplier Part Auxiliary ID']
    .flatMap((field) => rawText(fields, field) || [])
    .join('/');
  const reject = (reason: string): RejectedRecord => ({
    recordId: recordId || `line ${line}`,
    reason: `line ${line}, ${reason}`,
  });
  if (overflows) return reject('row: has more values than FIELDNAMES names; quote values that hold commas');
  const validity = validityOf(fields, context.observedAt);
  if (validity === 'WITHDRAWN') return null;
  if (validity !== 'ON_SALE') return reject(validity.reason);
  const understood = understandRecord(fields, cifItemWire, (item) => mapCifItem(item, context));
  return 'offer' in understood ? understood : reject(understood.reason);
}
