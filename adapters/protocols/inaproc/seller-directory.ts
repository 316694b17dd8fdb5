import { textOrNull } from '../../core/clean-text';
import { AdapterError } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import { regionFromText } from '../../core/region-text';
import type { SellerDirectory } from '../seller-feed/seller-directory';
import { envelopeWire, sellerWire } from './wire';

export interface InaprocAccess {
  /** Base address, e.g. `https://data.inaproc.id/api/v1`. */
  readonly url: string;
  readonly token: string;
}

const SMALL = ['1', 'ya', 'true', 'ukm', 'umkm', 'umk', 'usaha mikro', 'usaha kecil', 'mikro', 'kecil'];
const NOT_SMALL = ['0', 'tidak', 'false', 'non ukm', 'menengah', 'besar'];

/** Sellers of e-Katalog v5 by their code, from the INAPROC gateway. */
export function createSellerDirectory(
  marketplace: MarketplaceId,
  { url, token }: InaprocAccess,
  http: HttpSource,
): SellerDirectory {
  return {
    async seller(code, call) {
      const { status, body } = await http.json(
        {
          url: `${url}/ekatalog-archive/penyedia-detail`,
          query: { kode_penyedia: code },
          headers: { authorization: `Bearer ${token}` },
          accept: [404],
        },
        call,
      );
      if (status === 404) return null;
      const envelope = envelopeWire.safeParse(body);
      if (!envelope.success || !envelope.data.success) {
        throw new AdapterError('BAD_RESPONSE', { marketplace, detail: 'seller detail: no INAPROC envelope' });
      }
      const [row] = envelope.data.data ?? [];
      const parsed = sellerWire.safeParse(row);
      if (!parsed.success) return null;
      const location = textOrNull(parsed.data.alamat_penyedia);
      return {
        name: textOrNull(parsed.data.nama_penyedia) ?? code,
        region: location === null ? null : (regionFromText(location)?.code ?? null),
        location,
        smallBusiness: smallBusiness(parsed.data.penyedia_ukm),
      };
    },
  };
}

/** The values of `penyedia_ukm` are not documented; what is on neither list stays "not known". */
function smallBusiness(text: string | null): boolean | null {
  const value = text?.trim().toLowerCase() ?? '';
  if (SMALL.includes(value)) return true;
  return NOT_SMALL.includes(value) ? false : null;
}
