import { randomUUID } from 'node:crypto';
import { textOrNull } from '../../core/clean-text';
import type { Call, FeedCursor } from '../../core/contract';
import { parseWorkUnitCode, type InstitutionCode } from '../../core/ids';
import type { SourceOrder } from '../../core/order/order';
import { within } from '../../core/within';
import { MAX_LIMIT, type GatewayClient } from './gateway-client';
import { workUnitWire } from './wire';

/** An institution's work units (satuan kerja) by `kd_satker`, the number that v5 orders name them by. */
export type WorkUnitMaster = ReadonlyMap<string, SourceOrder['workUnit']>;

export interface WorkUnits {
  /** Never throws: what can't be read now is what was last read, or nothing. */
  of(institution: InstitutionCode, call: Call): Promise<WorkUnitMaster>;
}

interface Kept {
  /** Epoch milliseconds after which it is read anew. */
  until: number;
  last: WorkUnitMaster;
  readonly looked: Promise<WorkUnitMaster>;
}

const KEEP_MS = 24 * 60 * 60_000;
/** After a failure it is asked for again soon, but not for every page. */
const KEEP_FAILURE_MS = 60_000;
const LOOKUP_DEADLINE_MS = 30_000;
/** The largest institutions have some hundreds of units. */
const MAX_PAGES = 20;

/**
 * Names only enrich: an order whose unit can't be looked up comes without it. One reading serves all who
 * ask meanwhile, so no single caller's deadline or departure ends it. `year`: the newest that is read;
 * the master of a year lists units of earlier years too.
 */
export function createWorkUnits(
  gateway: GatewayClient,
  { year, now }: { readonly year: number; readonly now: () => Date },
): WorkUnits {
  const kept = new Map<InstitutionCode, Kept>();

  async function read(institution: InstitutionCode): Promise<WorkUnitMaster> {
    const call: Call = {
      signal: new AbortController().signal,
      deadline: Date.now() + LOOKUP_DEADLINE_MS,
      requestId: randomUUID(),
    };
    const units = new Map<string, SourceOrder['workUnit']>();
    const params = { kode_klpd: institution, tahun: year, limit: MAX_LIMIT };
    let cursor: FeedCursor | null = null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const { rows, next } = await gateway.rows('rup/master-satker', params, cursor, call);
      for (const row of rows) {
        const unit = workUnitWire.safeParse(row);
        if (!unit.success) continue;
        const { kd_satker, kd_satker_str, nama_satker } = unit.data;
        const code = parseWorkUnitCode(textOrNull(kd_satker_str) ?? '');
        units.set(kd_satker, { code, name: textOrNull(nama_satker) });
      }
      cursor = next;
      if (cursor === null) break;
    }
    return units;
  }

  function look(institution: InstitutionCode): Kept {
    const known = kept.get(institution);
    if (known && known.until > now().getTime()) return known;
    const entry: Kept = {
      until: now().getTime() + KEEP_MS,
      last: known?.last ?? new Map(),
      looked: read(institution).then(
        (units) => (entry.last = units),
        () => {
          entry.until = now().getTime() + KEEP_FAILURE_MS;
          return entry.last;
        },
      ),
    };
    kept.set(institution, entry);
    return entry;
  }

  return {
    of(institution, call) {
      const { looked, last } = look(institution);
      // The orders are there already: they are not lost for a name that takes its time.
      return within((call.deadline - Date.now()) / 2, looked, last);
    },
  };
}
