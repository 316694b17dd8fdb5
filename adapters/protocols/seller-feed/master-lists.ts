import { z } from 'zod';
import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import { foreignText } from '../../core/foreign-text';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import { LONGEST } from '../../core/offer-limits';
import { masterRowWire } from './wire';

/** What the numbers in a seller feed stand for: LKPP's ids of showcases and units to their names. */
export interface MasterLists {
  readonly categories: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
}

export const NO_MASTER_LISTS: MasterLists = { categories: new Map(), units: new Map() };

export interface MasterListsAccess {
  /** The lists' common address; each list's key is added as a path. */
  readonly url: string;
  readonly secret: string;
}

export async function fetchMasterLists(
  marketplace: MarketplaceId,
  { url, secret }: MasterListsAccess,
  http: HttpSource,
  call: Call,
): Promise<MasterLists> {
  async function list(name: string, longest: number): Promise<ReadonlyMap<string, string>> {
    const { body } = await http.json(
      { url: `${url}/${name}`, method: 'POST', body: { secret_key: secret } },
      call,
    );
    const parsed = z.object({ [name]: z.array(masterRowWire) }).safeParse(body);
    if (!parsed.success) {
      throw new AdapterError('BAD_RESPONSE', {
        marketplace,
        detail: `master list ${name}: not the documented shape`,
      });
    }
    return new Map((parsed.data[name] ?? []).flatMap((row) => nameOf(row, longest)));
  }
  const [categories, units] = await Promise.all([
    list('produk_kategori', LONGEST.name),
    list('unit_pengukuran', LONGEST.unit),
  ]);
  return { categories, units };
}

/** A row names itself under `nama_…`; which one differs by list and is not documented for units. */
function nameOf(row: z.infer<typeof masterRowWire>, longest: number): [string, string][] {
  const written = Object.entries(row).flatMap(([field, value]) =>
    field.startsWith('nama') && typeof value === 'string' ? [value] : [],
  );
  const name = foreignText(written[0], longest);
  return name === null ? [] : [[row.id, name]];
}
