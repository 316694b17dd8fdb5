import { escapeHtml } from './escape-html';

export interface BasketPageContent {
  /** Where the basket goes. */
  readonly returnUrl: string;
  readonly lines: readonly {
    readonly title: string;
    readonly quantity: string;
    readonly unitPrice: string;
  }[];
  /** Both messages, in base64: the basket as it is, and one without items. */
  readonly full: string;
  readonly empty: string;
}

/** The one page of a PunchOut shop: a basket, and two ways to leave. */
export function basketPage({ returnUrl, lines, full, empty }: BasketPageContent): string {
  const rows = lines.map(
    ({ title, quantity, unitPrice }) =>
      `<tr><td>${escapeHtml(title)}</td><td>${escapeHtml(quantity)}</td><td>Rp${escapeHtml(unitPrice)}</td></tr>`,
  );
  const form = (id: string, message: string, label: string): string =>
    [
      `<form id="${id}" method="post" action="${escapeHtml(returnUrl)}">`,
      `<input type="hidden" name="cxml-base64" value="${message}">`,
      `<button type="submit">${label}</button></form>`,
    ].join('');
  return [
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Mbiz (sandbox)</title></head><body>',
    '<h1>Keranjang</h1><table><tr><th>Barang</th><th>Jumlah</th><th>Harga satuan</th></tr>',
    ...rows,
    '</table>',
    form('send', full, 'Kirim keranjang'),
    form('leave', empty, 'Keluar tanpa belanja'),
    '</body></html>',
  ].join('\n');
}
