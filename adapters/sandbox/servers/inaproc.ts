import type { WorldSeller } from '../world/sellers';
import type { Handler } from './fake-server';

export const INAPROC_PATH = '/api/v1';

/** The INAPROC gateway as far as sellers go: bearer token, one envelope, null data where nothing is found. */
export function inaprocHandler(sellers: ReadonlyMap<string, WorldSeller>, token: string): Handler {
  return ({ path, query, headers }) => {
    if (!headers['authorization']) return { status: 401, body: { error: 'Authorization field missing' } };
    if (headers['authorization'] !== `Bearer ${token}`)
      return { status: 401, body: { error: 'invalid token' } };
    if (path !== `${INAPROC_PATH}/ekatalog-archive/penyedia-detail`)
      return { status: 404, body: { error: 'not found' } };
    const code = query.get('kode_penyedia');
    if (code === null) return { status: 400, body: { error: 'kode_penyedia is required' } };
    const seller = sellers.get(code);
    return {
      body: {
        success: true,
        data: seller ? [sellerRow(seller)] : null,
        meta: { limit: 10, has_more: false, cursor: '' },
      },
    };
  };
}

function sellerRow(seller: WorldSeller): unknown {
  return {
    kd_penyedia: Number(seller.code),
    kode_penyedia_sikap: Number(seller.code),
    nama_penyedia: seller.name,
    npwp_penyedia: '***************',
    npwp_16: '****************',
    penyedia_ukm: seller.scale === 'MICRO' || seller.scale === 'SMALL' ? 'Ya' : 'Tidak',
    kbli2020_penyedia: '47111;46339',
    alamat_penyedia: `${seller.address}\r\n`,
    email_penyedia: '****@gmail.com',
    no_telp_penyedia: '**********000',
  };
}
