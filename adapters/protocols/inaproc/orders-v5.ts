import { textOrNull } from '../../core/clean-text';
import {
  absoluteDecimal,
  addDecimals,
  compareDecimals,
  decimal,
  multiplyDecimals,
  subtractDecimals,
  ZERO,
} from '../../core/decimal';
import { orderId } from '../../core/ids';
import { parseInstant } from '../../core/jakarta-time';
import type { SourceOrder, SourceOrderLine } from '../../core/order/order';
import { rawText } from '../../core/understand-records';
import { packageStatus } from './statuses';
import {
  foreignInstitution,
  rupCodeOf,
  unpack,
  type OrderReading,
  type OrderScope,
  type UnderstoodOrder,
} from './understand-orders';
import { packageLineWire, type PackageLineWire } from './wire';
import type { WorkUnitMaster } from './work-units';

/** Fractional prices and quantities are rounded on their way to a total. */
const ROUNDING = decimal(1);
const NO_UNIT = { code: null, name: null };

/**
 * The archive of e-Katalog v5. A row is one product line of a package (paket): the lines of a package
 * may lie on several pages, so its sums are left to whoever has seen all of them.
 */
export function packageReading(scope: OrderScope, units: WorkUnitMaster): OrderReading<PackageLineWire> {
  return {
    schema: packageLineWire,
    recordId: (row) => `${rawText(row, 'kd_paket') ?? '?'}/${rawText(row, 'kd_paket_produk') ?? '?'}`,
    toOrder: (wire) => toOrder(wire, scope, units),
    join: joinLines,
  };
}

function toOrder(wire: PackageLineWire, scope: OrderScope, units: WorkUnitMaster): UnderstoodOrder {
  const foreign = foreignInstitution(wire.kd_klpd, scope);
  if (foreign !== null) return { reason: foreign };
  const id = orderId(scope.marketplace, wire.kd_paket);
  if (id === null) return { reason: 'kd_paket: is too long to make an id' };
  const unit = units.get(wire.satker_id ?? '') ?? NO_UNIT;
  const line = lineOf(wire);
  const order: SourceOrder = {
    id,
    marketplace: scope.marketplace,
    number: textOrNull(wire.no_paket) ?? wire.kd_paket,
    channel: 'INAPROC_V5',
    status: packageStatus(wire.status_paket),
    // The day of the last edit: the only clock that moves when the status does.
    statusAt: parseInstant(wire.tanggal_edit_paket),
    placedAt: parseInstant(wire.tanggal_buat_paket),
    title: textOrNull(wire.nama_paket),
    fiscalYear: wire.tahun_anggaran ?? scope.year,
    institution: scope.institution,
    workUnit: { code: unit.code, name: unit.name ?? textOrNull(wire.nama_satker) },
    rupCode: rupCodeOf(wire.kd_rup),
    fundingSource: textOrNull(wire.nama_sumber_dana),
    budgetAccounts: unpack(wire.kode_anggaran, ';'),
    sellerCode: textOrNull(wire.kd_penyedia),
    sellerName: null,
    lines: [line],
    completeness: 'PARTIAL',
    shippingFee: null,
    tax: null,
    total: null,
    details: {},
    problems: problemsOf(line),
  };
  return { order };
}

function lineOf(wire: PackageLineWire): SourceOrderLine {
  return {
    key: wire.kd_paket_produk,
    title: null,
    productId: textOrNull(wire.kd_produk),
    sku: null,
    offerId: null,
    quantity: wire.kuantitas ?? null,
    unitPrice: wire.harga_satuan ?? null,
    shippingFee: wire.ongkos_kirim ?? null,
    tax: null,
    total: wire.total_harga ?? null,
  };
}

function problemsOf({ key, quantity, unitPrice, shippingFee, total }: SourceOrderLine): readonly string[] {
  if (quantity === null || unitPrice === null || total === null) return [];
  const expected = addDecimals(multiplyDecimals(quantity, unitPrice), shippingFee ?? ZERO);
  const difference = absoluteDecimal(subtractDecimals(total, expected));
  return compareDecimals(difference, ROUNDING) > 0
    ? [`line ${key}: the total ${total} is not quantity × price + shipping, ${expected}`]
    : [];
}

/** Lines add up, the same line told again is one; of the rest the later row's word stands. */
function joinLines(known: SourceOrder, told: SourceOrder): SourceOrder {
  const lines = new Map([...known.lines, ...told.lines].map((line) => [line.key, line]));
  return {
    ...told,
    budgetAccounts: [...new Set([...known.budgetAccounts, ...told.budgetAccounts])],
    lines: [...lines.values()],
    problems: [...lines.values()].flatMap(problemsOf),
  };
}
