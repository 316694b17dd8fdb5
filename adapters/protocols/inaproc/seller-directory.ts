import { textOrNull } from '../../core/clean-text';
import { AdapterError } from '../../core/errors';
import { regionFromText } from '../../core/region-text';
import type { SellerDirectory } from '../seller-feed/seller-directory';
import type { GatewayClient } from './gateway-client';
import { sellerWire } from './wire';

const SMALL = ['1', 'ya', 'true', 'ukm', 'umkm', 'umk', 'usaha mikro', 'usaha kecil', 'mikro', 'kecil'];
const NOT_SMALL = ['0', 'tidak', 'false', 'non ukm', 'menengah', 'besar'];

/** Sellers of e-Katalog v5 by their code, from the INAPROC gateway. */
export function createSellerDirectory(gateway: GatewayClient): SellerDirectory {
  return {
    async seller(code, call) {
      const rows = await gateway
        .rows('ekatalog-archive/penyedia-detail', { kode_penyedia: code }, null, call)
        .then((page) => page.rows, nothingWhenNotFound);
      const parsed = sellerWire.safeParse(rows[0]);
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

function nothingWhenNotFound(error: unknown): readonly unknown[] {
  if (error instanceof AdapterError && error.status === 404) return [];
  throw error;
}

/** The values of `penyedia_ukm` are not documented; what is on neither list stays "not known". */
function smallBusiness(text: string | null): boolean | null {
  const value = text?.trim().toLowerCase() ?? '';
  if (SMALL.includes(value)) return true;
  return NOT_SMALL.includes(value) ? false : null;
}
