import { escapeHtml } from './escape-html';

export interface BuyingPage {
  readonly name: string;
  readonly message?: string;
  readonly order?: {
    readonly nonce: string;
    readonly raw: string;
    readonly goods: readonly { readonly title: string; readonly price: number; readonly quantity: string }[];
  };
}

/** A page of a fake marketplace: what is about to be bought, and a button that buys it. */
export function buyingPage({ name, message, order }: BuyingPage): string {
  const goods = (order?.goods ?? [])
    .map(
      ({ title, price, quantity }) => `<li>${escapeHtml(title)}: ${escapeHtml(quantity)} × Rp ${price}</li>`,
    )
    .join('');
  const form = order
    ? `<ul>${goods}</ul><form method="post"><input type="hidden" name="nonce" value="${escapeHtml(order.nonce)}">
<input type="hidden" name="produk" value="${escapeHtml(order.raw)}"><button>Beli</button></form>`
    : '';
  return `<!doctype html><html lang="id"><meta charset="utf-8"><title>${escapeHtml(name)} (sandbox)</title>
<h1>${escapeHtml(name)} (sandbox)</h1><p>${escapeHtml(message ?? 'Periksa pesanan Anda.')}</p>${form}</html>`;
}
