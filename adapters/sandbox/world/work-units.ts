import { REGIONS } from '../../core/regions';
import { fraction } from './random';

export interface WorldWorkUnit {
  /** SiRUP's own number. */
  readonly number: number;
  /** The official code; zeros lead it. */
  readonly code: string;
  readonly name: string;
}

/** Invented, and named like any region's: the twelfth is the city's information office, 0012. */
const OFFICES = [
  'Sekretariat Daerah',
  'Sekretariat DPRD',
  'Inspektorat Daerah',
  'Dinas Pendidikan dan Kebudayaan',
  'Dinas Kesehatan',
  'Dinas Pekerjaan Umum dan Penataan Ruang',
  'Dinas Perumahan dan Kawasan Permukiman',
  'Satuan Polisi Pamong Praja',
  'Dinas Sosial',
  'Dinas Lingkungan Hidup',
  'Dinas Kependudukan dan Pencatatan Sipil',
  'Dinas Komunikasi dan Informatika',
  'Dinas Koperasi, Perindustrian dan Perdagangan',
  'Dinas Pemuda, Olahraga dan Pariwisata',
  'Dinas Perpustakaan dan Kearsipan',
  'Dinas Ketahanan Pangan dan Pertanian',
  'Badan Perencanaan Pembangunan Daerah',
  'Badan Keuangan dan Aset Daerah',
  'Rumah Sakit Umum Daerah',
];

/** The work units (satuan kerja) of a region's government, from its institution code. */
export function worldWorkUnits(klpd: string): readonly WorldWorkUnit[] {
  const region = REGIONS.find((known) => known.klpd === klpd);
  if (!region) return [];
  const first = 60_000 + 100 * Number(klpd.slice(1));
  return OFFICES.map((office, i) => ({
    number: first + i,
    code: String(i + 1).padStart(4, '0'),
    name: `${office} ${region.name}`,
  }));
}

/** Rows of `rup/master-satker`, with the two shapes of `tahun_aktif` and a unit that was renamed under one code. */
export function workUnitRows(klpd: string, year: number): readonly object[] {
  const units = worldWorkUnits(klpd);
  const region = REGIONS.find((known) => known.klpd === klpd);
  const [renamed] = units.slice(6, 7);
  const before = renamed ? [{ ...renamed, number: renamed.number + 90, name: `${renamed.name} (lama)` }] : [];
  return [...units, ...before].map(({ number, code, name }) => {
    const years = Array.from({ length: 4 }, (_, i) => year - 3 + i);
    return {
      kd_satker: number,
      kd_satker_str: code,
      nama_satker: fraction(number, 1) < 0.1 ? `${name} ` : name,
      jenis_satker: 'Pusat',
      status_satker: 'Aktif',
      kode_eselon: null,
      ket_satker: 'Satker/OPD Non-BLU/BLUD',
      kd_klpd: klpd,
      nama_klpd: `Pemerintah ${region?.name ?? klpd}`,
      jenis_klpd: region?.kind === 'KOTA' ? 'KOTA' : 'KABUPATEN',
      alamat: null,
      kodepos: null,
      tahun_aktif: fraction(number, 2) < 0.07 ? `{${years.join(',')}}` : years.join(', '),
    };
  });
}
