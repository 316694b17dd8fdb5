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
    .map(({ title, price, quantity }) => `<li>${escape(title)}: ${escape(quantity)} × Rp ${price}</li>`)
    .join('');
  const form = order
    ? `<ul>${goods}</ul><form method="post"><input type="hidden" name="nonce" value="${escape(order.nonce)}">
<input type="hidden" name="produk" value="${escape(order.raw)}"><button>Beli</button></form>`
    : '';
  return `<!doctype html><html lang="id"><meta charset="utf-8"><title>${escape(name)} (sandbox)</title>
<h1>${escape(name)} (sandbox)</h1><p>${escape(message ?? 'Periksa pesanan Anda.')}</p>${form}</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
