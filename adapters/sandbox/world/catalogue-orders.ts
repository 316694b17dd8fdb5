import { fraction, hash, pick, pickWeighted } from './random';
import { planned, PURPOSES, type InstitutionYear } from './institution-year';
import { worldWorkUnits } from './work-units';

/** Pairs of `status` and `shipment_status`, about as real ones are spread, and the rest of the life cycle. */
const STATUSES: readonly (readonly [readonly [string, string], number])[] = [
  [['COMPLETED', 'COMPLETED'], 420],
  [['ON_PROCESS', 'DRAFT'], 160],
  [['PAYMENT_OUTSIDE_SYSTEM', 'COMPLETED'], 110],
  [['PAYMENT OUTSIDE SYSTEM', 'COMPLETED'], 20],
  [['PAYMENT_OUTSIDE_SYSTEM', 'DRAFT'], 15],
  [['CANCELLED_ON_NEGOTIATION', 'DRAFT'], 90],
  [['ON_PROCESS', 'COMPLETED'], 55],
  [['CANCELLED_ON_REVIEW', 'DRAFT'], 27],
  [['CANCELLED', 'DRAFT'], 16],
  [['ON_PROCESS', 'PROCESSING'], 15],
  [['ON_PROCESS', 'SHIPPING'], 15],
  [['ON_PROCESS', 'DELIVERED'], 12],
  [['ON_PROCESS', 'BUYER_CONFIRMED'], 10],
  [['ON_NEGOTIATION', 'DRAFT'], 14],
  [['WAITING_SELLER_CONFIRMATION', 'DRAFT'], 8],
  [['WAITING_PPK_REVIEW', 'DRAFT'], 6],
  [['ESIGN_IN_PROGRESS', 'DRAFT'], 3],
  [['ON_ADDENDUM', 'SHIPPING'], 2],
  [['REQUEST_CANCEL_BY_ADMIN', 'DRAFT'], 2],
];
const NEW_STATUS = ['MENUNGGU_VERIFIKASI_BARU', 'DRAFT'] as const;
/** Before an order existed: no date. */
const UNDATED = ['ON_NEGOTIATION', 'CANCELLED_ON_NEGOTIATION', 'CANCELLED_ON_REVIEW', 'WAITING_PPK_REVIEW'];
/** What never became an order has no shipping fee. */
const UNSHIPPED = ['CANCELLED', 'CANCELLED_ON_NEGOTIATION', 'CANCELLED_ON_REVIEW'];
const PRODUCT_COUNTS: readonly (readonly [number, number])[] = [
  [1, 60],
  [2, 15],
  [4, 15],
  [12, 9],
  [60, 1],
];

/** Rows of `ekatalog/paket-e-purchasing`, some of them a second time right after the first. */
export function orderRows(of: InstitutionYear): readonly object[] {
  const rows = Array.from({ length: of.orders }, (_, i) => orderRow(of, i)).flatMap(({ at, row }) =>
    at <= of.now.getTime() ? [row] : [],
  );
  return rows.flatMap((row, i) => (i % 40 === 9 ? [row, row] : [row]));
}

function orderRow(of: InstitutionYear, index: number): { at: number; row: object } {
  const own = (...aspects: number[]): number[] => [
    of.seed,
    Number(of.klpd.slice(1)),
    of.year,
    index,
    ...aspects,
  ];
  const [status, shipment] = index % 60 === 5 ? NEW_STATUS : pickWeighted(STATUSES, ...own(31));
  const at = Date.UTC(of.year, hash(...own(32)) % 12, 1 + (hash(...own(33)) % 28));
  const unit = pick(worldWorkUnits(of.klpd), ...own(34));
  const account = (i: number): string =>
    `5.1.02.02.01.${String(1 + (hash(...own(35, i)) % 80)).padStart(4, '0')}`;
  const title = pick(PURPOSES, ...own(36));
  const count = pickWeighted(PRODUCT_COUNTS, ...own(37));
  const products = Array.from({ length: count }, (_, i) => uuid(...own(38, i)));
  const quantity = count * (1 + (hash(...own(39)) % 40));
  const row = {
    ...(index % 25 === 4 ? {} : { fiscal_year: of.year, kode_klpd: of.klpd }),
    kode_satker: unit.code,
    nama_satker: unit.name.toUpperCase(),
    order_id: ulid(at, ...own(40)),
    order_date: UNDATED.includes(status) ? null : new Date(at).toISOString().replace('.000', ''),
    rup_code: index % 40 === 7 ? `0${planned(...own(41))}` : planned(...own(41)),
    rup_name: fraction(...own(42)) < 0.08 ? ` ${title} ` : title,
    rup_desc: fraction(...own(43)) < 0.04 ? null : `Program Penunjang Urusan Pemerintahan, `,
    funding_source: 'APBD',
    mak: fraction(...own(44)) < 0.13 ? `${account(1)}, ${account(2)}` : account(1),
    kode_penyedia: ulid(Date.UTC(2024, 0, 1 + (hash(...own(45)) % 300)), of.seed, hash(...own(46)) % 300),
    rekan_id: fraction(...own(47)) < 0.47 ? 0 : 83_000_000_000 + hash(...own(48)),
    product_id: products.join(', '),
    // One in fourteen disagrees with the list beside it.
    count_product: index % 14 === 8 ? count + 2 : count,
    total_qty: quantity,
    total: 1_000 * quantity * (1 + (hash(...own(49)) % 900)),
    shipping_fee: UNSHIPPED.includes(status) ? null : 5_000 * (hash(...own(50)) % 4),
    status,
    shipment_status: shipment,
    flag_minikom: fraction(...own(51)) < 0.05 ? 'Ya' : 'Tidak',
  };
  return { at, row };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten characters of time and sixteen of chance. */
function ulid(at: number, ...parts: readonly number[]): string {
  const time = Array.from({ length: 10 }, (_, i) => CROCKFORD.charAt(Math.floor(at / 32 ** (9 - i)) % 32));
  const chance = Array.from({ length: 16 }, (_, i) => CROCKFORD.charAt(hash(...parts, i) % 32));
  return [...time, ...chance].join('');
}

function uuid(...parts: readonly number[]): string {
  const hex = Array.from({ length: 4 }, (_, i) =>
    hash(...parts, i)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5').slice(0, 36);
}
