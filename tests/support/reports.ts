/** A transaction report that adds up, as a marketplace writes it, or what a test says. */
export function reportBody(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    order_id: 'JB-1',
    pembeli: { email: '****@gmail.com', phone: '**********000', username: 'ani' },
    items: [reportItem()],
    alamat_pengiriman: '-',
    ongkos_kirim: 15_000,
    ongkos_kirim_ppn: 1_650,
    ppn_total: 23_650,
    pph_total: 1_000,
    valuasi: 238_650,
    tanggal: '2026-03-02T10:00:00+07:00',
    metode_bayar: 'CBD',
    nama_kurir: 'JNE, Kurir Toko',
    token: 'a-token',
    ...change,
  };
}

export function reportItem(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    product_name: 'Beras Premium 5 kg',
    product_price: 100_000,
    is_available: true,
    SKU: 'BRS-005',
    merchant_id: 'M00042',
    merchant_name: 'UD Sumber Rejeki',
    merchant_npwp: '01.234.567.8-901.000',
    kuantitas: 2,
    total: 200_000,
    ppn: 22_000,
    ppn_persentase: 11,
    pph: 1_000,
    pph_persentase: 0.5,
    ...change,
  };
}
