import { feedName, type FeedPage, type Marketplace } from '../../core/contract';
import { AdapterError, type ErrorCode } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import { parseOfferId, type MarketplaceId } from '../../core/ids';
import type { Offer } from '../../core/offer';
import type { CxmlAccess } from './access';
import { formatPage, parsePage } from './cif-cursor';
import { createCifOrdering } from './cif-ordering';
import { createCifShelf, type ShelvedCatalogue } from './cif-shelf';

export interface CxmlMarketplaceOptions {
  readonly id: MarketplaceId;
  readonly name: string;
  readonly access: CxmlAccess;
  /** The CIF 3.0 catalogue. */
  readonly catalogueUrl: string;
  readonly ordering: 'DIRECT' | 'PUNCHOUT' | 'NONE';
  readonly http: HttpSource;
  /** Sockets of their own for orders, which then don't queue behind the catalogue; `http` unless given. */
  readonly orderHttp?: HttpSource;
  readonly now?: () => Date;
  readonly pageSize?: number;
}

const DEFAULT_PAGE_SIZE = 500;
const CATALOGUE = feedName('catalogue');

/**
 * A marketplace that speaks cXML and nothing else: a CIF catalogue for its goods, cXML for orders. The HTTP
 * sources stay whose they are: closing the marketplace closes none.
 */
export function createCxmlMarketplace(options: CxmlMarketplaceOptions): Marketplace {
  const { id, name, access, catalogueUrl, http, now = () => new Date() } = options;
  const { pageSize = DEFAULT_PAGE_SIZE, orderHttp = http } = options;
  const shelf = createCifShelf({ marketplace: id, name, access, url: catalogueUrl, http, now });
  const mode = options.ordering;
  const ordering =
    mode === 'NONE' ? null : createCifOrdering({ marketplace: id, access, mode, http: orderHttp, now });
  const fail = (code: ErrorCode, detail: string): AdapterError =>
    new AdapterError(code, { marketplace: id, detail });

  return {
    id,
    name,
    protocol: 'cxml',
    can: {
      stock: 'NONE',
      changes: false,
      readById: 'BATCH',
      offers: 'PUBLIC',
      ordering: mode,
      cancelling: ordering !== null,
      orders: 'REPORTED',
    },
    feeds: [CATALOGUE],
    source: () => catalogueUrl,
    async feed({ feed, cursor, since }, call) {
      if (since !== undefined) throw fail('UNSUPPORTED', 'a CIF catalogue does not tell what has changed');
      const asked = cursor === null ? null : parsePage(cursor);
      if (feed !== CATALOGUE || (cursor !== null && asked === null)) {
        throw fail('INVALID_INPUT', 'not a feed or cursor of this marketplace');
      }
      const catalogue = await shelf.forReading(asked?.fingerprint ?? null, call);
      return pageOf(catalogue, asked ?? { page: 1, perPage: pageSize });
    },
    async offers(ids, call) {
      // Whatever is no offer of this marketplace needs no catalogue to be told that it isn't.
      if (!ids.some((offer) => parseOfferId(offer)?.marketplace === id)) return ids.map(() => null);
      const { byId, observedAt } = await shelf.forLive(call);
      return ids.map((offer) => {
        const found = byId.get(offer);
        return found === undefined ? null : { ...found, observedAt };
      });
    },
    ...(ordering === null ? {} : { ordering }),
    close: () => Promise.resolve(shelf.close()),
  };
}

/** Offers first, then what was not understood: each of both counts as a record. */
function pageOf(
  { offers, rejected, fingerprint, observedAt }: ShelvedCatalogue,
  { page, perPage }: { readonly page: number; readonly perPage: number },
): FeedPage {
  const total = offers.length + rejected.length;
  const [begin, end] = [(page - 1) * perPage, page * perPage];
  const onPage: Offer[] = offers.slice(begin, end).map((offer) => ({ ...offer, observedAt }));
  const unread = rejected.slice(Math.max(0, begin - offers.length), Math.max(0, end - offers.length));
  return {
    offers: onPage,
    rejected: unread,
    records: onPage.length + unread.length,
    next: end < total ? formatPage({ page: page + 1, perPage, fingerprint }) : null,
    lacking: null,
    total,
    position: formatPage({ page, perPage, fingerprint }),
  };
}
