import type { WorldSeller } from '../world/sellers';
import type { Answer, Handler, ReceivedRequest } from './fake-server';

export const INAPROC_PATH = '/api/v1';

/** Rows of one list of an institution's fiscal year, in the order that pages give them. */
export type RowSource = (klpd: string, year: number) => readonly object[];

export interface InaprocRows {
  readonly sellers: ReadonlyMap<string, WorldSeller>;
  /** v5: `ekatalog-archive/paket-e-purchasing`. */
  readonly packages: RowSource;
  /** v6: `ekatalog/paket-e-purchasing`. */
  readonly orders: RowSource;
  /** `rup/master-satker`. */
  readonly workUnits: RowSource;
}

export interface InaprocServerOptions {
  readonly token: string;
  /** One client of the real gateway reckons with 1,000. */
  readonly requestsPerMinute?: number;
  readonly now?: () => Date;
}

const MINUTE = 60_000;
/** Ids begin where no double counts any more, as the real ones do. */
const FIRST_ID = 9_222_000_000_000_000_000n;
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 1_000;

/**
 * The INAPROC gateway: bearer token, one envelope, null data where nothing is found, pages by a cursor,
 * and a quota per minute that every answer tells of.
 */
export function inaprocHandler(
  { sellers, ...rows }: InaprocRows,
  { token, requestsPerMinute = 1_000, now = () => new Date() }: InaprocServerOptions,
): Handler {
  const resources: Readonly<Record<string, (request: ReceivedRequest) => Answer>> = {
    'ekatalog-archive/penyedia-detail': ({ query }) => sellerDetail(sellers, query.get('kode_penyedia')),
    'ekatalog-archive/paket-e-purchasing': ({ query }) => listPage(rows.packages, query),
    'ekatalog/paket-e-purchasing': ({ query }) => listPage(rows.orders, query),
    'rup/master-satker': ({ query }) => listPage(rows.workUnits, query),
  };
  let quota = { minute: 0, used: 0 };

  return (request) => {
    const { authorization } = request.headers;
    if (!authorization) return refusal(401, 'Authorization field missing');
    if (authorization !== `Bearer ${token}`) return refusal(401, 'invalid token');
    const minute = Math.floor(now().getTime() / MINUTE);
    quota = minute === quota.minute ? { minute, used: quota.used + 1 } : { minute, used: 1 };
    const left = Math.max(0, requestsPerMinute - quota.used);
    const headers = {
      'x-ratelimit-limit': String(requestsPerMinute),
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset': String(Math.ceil(((minute + 1) * MINUTE - now().getTime()) / 1000)),
    };
    if (quota.used > requestsPerMinute) return { ...refusal(429, 'too many requests'), headers };
    const resource = resources[request.path.slice(INAPROC_PATH.length + 1)];
    return { ...(resource ? resource(request) : refusal(404, 'not found')), headers };
  };
}

function listPage(rows: RowSource, query: URLSearchParams): Answer {
  const klpd = query.get('kode_klpd');
  const year = query.get('tahun');
  if (!klpd || !year) return refusal(400, `${klpd ? 'tahun' : 'kode_klpd'} is required`);
  const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    return refusal(400, `limit must be from 1 to ${MAX_LIMIT}`);
  const start = positionOf(query.get('cursor') ?? '');
  if (start === null) return refusal(400, 'cursor is not valid');
  const all = rows(klpd, Number(year));
  const end = start + limit;
  // Opaque, the same for all rows of a page and another on the next.
  const stamp = Buffer.from(`${klpd}/${year}/${start}/${limit}`).toString('base64');
  const page = all.slice(start, end).map((row) => ({ ...row, last_update_ref: stamp }));
  return envelope(page, { limit, has_more: end < all.length, cursor: end < all.length ? cursorAt(end) : '' });
}

function sellerDetail(sellers: InaprocRows['sellers'], code: string | null): Answer {
  if (code === null) return refusal(400, 'kode_penyedia is required');
  const seller = sellers.get(code);
  return envelope(seller ? [sellerRow(seller)] : [], { limit: DEFAULT_LIMIT, has_more: false, cursor: '' });
}

function envelope(rows: readonly object[], meta: object): Answer {
  return { body: { success: true, data: rows.length === 0 ? null : rows, meta } };
}

function refusal(status: number, error: string): Answer {
  return { status, body: { error } };
}

/** Written by hand: JSON.stringify takes no integer of this size. */
function cursorAt(position: number): string {
  return Buffer.from(`{"id": ${FIRST_ID + BigInt(position)}}`).toString('base64');
}

function positionOf(cursor: string): number | null {
  if (cursor === '') return 0;
  const id = /^\{"id": (\d{19})\}$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  const position = id === undefined ? -1n : BigInt(id) - FIRST_ID;
  return position >= 0n && position <= 1_000_000_000n ? Number(position) : null;
}

function sellerRow(seller: WorldSeller): object {
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
