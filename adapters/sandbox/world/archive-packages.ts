import { fraction, hash, pick, pickWeighted } from './random';
import { planned, PURPOSES, type InstitutionYear } from './institution-year';
import { worldWorkUnits } from './work-units';

/** As real ones are spread; closed years have fewer open packages. */
const STATUSES: readonly (readonly [string, number])[] = [
  ['paket_selesai', 80],
  ['melakukan_pengiriman_dan_penerimaan', 12],
  ['proses_kontrak_ppk', 6],
  ['verifikasi_penyelesaian_paket', 2],
];
const STATUS_NAMES: Readonly<Record<string, string>> = { paket_selesai: 'Paket Selesai' };
const LINE_COUNTS: readonly (readonly [number, number])[] = [
  [1, 55],
  [2, 18],
  [3, 12],
  [5, 9],
  [9, 6],
];
const SHOWCASE_CODES = ['POL', 'PP2', 'A7D', 'JB1', 'P/0'];

/**
 * Rows of `ekatalog-archive/paket-e-purchasing`: one per product line, in no order that keeps the lines
 * of a package together, and one of them twice.
 */
export function packageRows(of: InstitutionYear): readonly object[] {
  const today = of.now.toISOString().slice(0, 10);
  const lines = Array.from({ length: of.packages }, (_, i) => packageLines(of, i, today))
    .flat()
    .filter((row) => row.tanggal_buat_paket <= today);
  const scattered = lines
    .map((row) => ({ row, at: hash(of.seed, row.kd_paket_produk, 90) }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
  return scattered.flatMap((row, i) => (i % 40 === 9 ? [row, row] : [row]));
}

function packageLines(of: InstitutionYear, index: number, today: string) {
  const own = (...aspects: number[]): number[] => [
    of.seed,
    Number(of.klpd.slice(1)),
    of.year,
    index,
    ...aspects,
  ];
  // Unlike any other institution's or year's.
  const first = 10_000_000 + (of.year - 2020) * 1_000_000 + (Number(of.klpd.slice(1)) % 100) * 10_000;
  const number = first + 7 * index + (hash(...own(1)) % 7);
  const month = hash(...own(2)) % 12;
  const day = (at: number): string => new Date(Date.UTC(of.year, month, at)).toISOString().slice(0, 10);
  const created = 1 + (hash(...own(3)) % 27);
  const edited = day(created + (hash(...own(22)) % 60));
  const status = index % 60 === 5 ? 'MENUNGGU_VERIFIKASI_BARU' : pickWeighted(STATUSES, ...own(4));
  const unit = pick(worldWorkUnits(of.klpd), ...own(5));
  const account = (i: number): string =>
    `5.1.02.01.01.${String(1 + (hash(...own(6, i)) % 60)).padStart(4, '0')}`;
  const title = pick(PURPOSES, ...own(7));
  const count = index % 12 === 3 ? 9 : pickWeighted(LINE_COUNTS, ...own(8));
  const seller = pick(of.sellers, ...own(9));
  return Array.from({ length: count }, (_, i) => {
    const key = number * 10 + i;
    const hundredths = (value: number): number => Math.round(value * 100) / 100;
    const isFractional = fraction(...own(10, i)) < 0.07;
    const quantity = 1 + (hash(...own(11, i)) % 60) + (isFractional ? 0.79 : 0);
    const price = 1_000 * (1 + (hash(...own(12, i)) % 900)) + (isFractional ? 180.55 : 0);
    const shipping = fraction(...own(13, i)) < 0.3 ? 6_000 : 0;
    const isWrong = (index + i) % 97 === 11;
    return {
      // Rows lack the key of the query now and then.
      ...(index % 25 === 4 ? {} : { tahun_anggaran: of.year, kd_klpd: of.klpd }),
      satker_id: unit.number,
      nama_satker: null,
      alamat_satker: `${unit.name}, Jawa Timur`,
      npwp_satker: '***************',
      kd_paket: number,
      no_paket: `${pick(SHOWCASE_CODES, ...own(14))}-P${String(of.year).slice(2)}${String(month + 1).padStart(2, '0')}-${number}`,
      nama_paket: index % 9 === 2 ? `${title}\r\n\u0002Tahap I ` : title,
      kd_rup: index % 50 === 17 ? 0 : Number(planned(...own(15))),
      nama_sumber_dana: fraction(...own(16)) < 0.95 ? 'APBD' : 'BLUD',
      kode_anggaran: fraction(...own(17)) < 0.06 ? `${account(1)};${account(2)} ` : account(1),
      kd_komoditas: 51_001 + (hash(...own(18)) % 109),
      kd_produk: 70_000_000 + (hash(...own(19, i)) % 9_000_000),
      kd_paket_produk: key,
      kd_penyedia: Number(seller),
      kd_penyedia_distributor: 700_000 + (hash(...own(20)) % 90_000),
      jml_jenis_produk: count,
      kuantitas: quantity,
      harga_satuan: price,
      ongkos_kirim: shipping,
      total_harga: hundredths(quantity * price + shipping + (isWrong ? 328_000 : 0)),
      kd_user_ppk: 4_000 + (hash(...own(21)) % 900),
      ppk_nip: '***************019',
      no_telp_user_pokja: '**********676',
      email_user_pokja: '****@gmail.com',
      jabatan_ppk: 'Pejabat Pembuat Komitmen',
      tanggal_buat_paket: day(created),
      tanggal_edit_paket: edited < today ? edited : today,
      deskripsi: null,
      status_paket: status,
      paket_status_str: STATUS_NAMES[status] ?? 'Paket Proses',
      catatan_produk: null,
      kd_provinsi_wilayah_harga: 15,
      kd_kabupaten_wilayah_harga: Number(of.klpd.slice(1)) + 98,
    };
  });
}
