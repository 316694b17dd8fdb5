import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import { formatDay } from '../../core/jakarta-time';
import { pageWire, singleWire } from './wire';

/** One product, pictures as addresses: a few kilobytes. Many are read at a time, so none may be large. */
const MAX_PRODUCT_BYTES = 512 * 1024;

export interface FeedPageRequest {
  readonly url: string;
  readonly page: number;
  readonly perPage: number;
  /** Only products updated from this day on (`updated_produk`); without it all of them (`all_produk`). */
  readonly window?: { readonly from: Date; readonly to: Date };
}

export interface PulledPage {
  readonly records: readonly unknown[];
  readonly total: number | null;
  readonly lastPage: boolean;
}

export interface FeedClient {
  page(request: FeedPageRequest, call: Call): Promise<PulledPage>;
  /** One product by the seller's article number; null when the seller doesn't know it. */
  product(url: string, sku: string, call: Call): Promise<unknown>;
}

/** The calls that LKPP makes to a seller. The secret travels in the query, as the protocol has it. */
export function createFeedClient(marketplace: MarketplaceId, secret: string, http: HttpSource): FeedClient {
  const bad = (detail: string): AdapterError => new AdapterError('BAD_RESPONSE', { marketplace, detail });

  return {
    async page({ url, page, perPage, window }, call) {
      const query = {
        secretkey: secret,
        page,
        per_page: perPage,
        // Newest first: what changes while the pages are read moves to the front and pushes the others
        // back, where they are met again; it is told itself among the changes. Oldest first would pull
        // untouched products onto pages that were read already.
        order_by: 'updated_date',
        sort: 'desc',
        ...(window ? { start_date: formatDay(window.from), end_date: formatDay(window.to) } : {}),
      };
      const address = below(url, window ? 'updated_produk' : 'all_produk');
      const { body } = await http.json({ url: address, query }, call);
      const parsed = pageWire.safeParse(body);
      if (!parsed.success) throw bad('seller feed: no product page');
      const { produk, total, current_page, total_page } = parsed.data;
      if (current_page != null && current_page !== page) {
        throw bad(`seller feed: page ${page} was asked and page ${current_page} came`);
      }
      return { records: produk, total: total ?? null, lastPage: page >= total_page || produk.length === 0 };
    },

    async product(url, sku, call) {
      const query = { secretkey: secret, no_produk_penyedia: sku };
      const request = { url: below(url, 'produk'), query, accept: [404], maxBytes: MAX_PRODUCT_BYTES };
      const { status, body } = await http.json(request, call);
      if (status === 404) return null;
      const parsed = singleWire.safeParse(body);
      if (!parsed.success || parsed.data.produk == null) throw bad('seller feed: no product in the answer');
      return parsed.data.produk;
    },
  };
}

/** Sellers write their address with a slash at its end and without. */
function below(url: string, action: string): string {
  return `${url.replace(/\/+$/, '')}/${action}`;
}
