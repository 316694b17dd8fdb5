import {
  feedName,
  NO_ORDERS,
  type Call,
  type FeedMemory,
  type FeedPage,
  type FeedRequest,
  type Marketplace,
} from '../../core/contract';
import { AdapterError } from '../../core/errors';
import { createHttpSource, type HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import { rawText, understandRecords, type Understood } from '../../core/understand-records';
import { mapProduct, type TokoDaringOffer } from './map-product';
import { formatPage, parsePage, type PullPage } from './page-cursor';
import { createPullClient, type PulledPage, type TokoDaringAccess } from './pull-client';
import { createReadById } from './read-by-id';
import { productWire, type ProductWire } from './wire';

export interface TokoDaringTuning {
  /** Below 1,000, by the contract. */
  readonly pageSize?: number;
  readonly now?: () => Date;
}

export interface TokoDaringOptions extends TokoDaringTuning {
  readonly id: MarketplaceId;
  readonly name: string;
  readonly access: TokoDaringAccess;
  readonly memory: FeedMemory;
  /** How it is reached, where not like a marketplace that the operator configured. */
  readonly http?: HttpSource;
}

const CATALOGUE = feedName('products');
const DEFAULT_PAGE_SIZE = 500;

/** A marketplace that belongs to LKPP's Toko Daring: needs its pull address and credentials, nothing else. */
export function createTokoDaringMarketplace(options: TokoDaringOptions): Marketplace<TokoDaringOffer> {
  const { id, name, access, memory, pageSize = DEFAULT_PAGE_SIZE, now = () => new Date() } = options;
  const http = options.http ?? createHttpSource(id);
  const client = createPullClient(id, access, http);

  function understand(
    { records }: PulledPage,
    call: Call,
  ): Promise<Pick<FeedPage<TokoDaringOffer>, 'offers' | 'rejected'>> {
    const observedAt = now();
    const toOffer = (wire: ProductWire): Understood<TokoDaringOffer> => mapProduct(wire, id, observedAt);
    return understandRecords(
      records,
      { schema: productWire, idOf: recordId, toOffer },
      { marketplace: id, call },
    );
  }

  async function pullPage(page: PullPage, call: Call): Promise<readonly TokoDaringOffer[]> {
    return (await understand(await client.pull(page, call), call)).offers;
  }

  const readById = createReadById({
    marketplace: id,
    memory,
    pullPage,
    pullIds: async (ids, call) => {
      // Without the marketplace's prefix, which is Pasar's word and not the marketplace's.
      const local = ids.map((offer) => offer.slice(id.length + 1));
      const pulled = await client.pull({ page: 1, perPage: Math.min(ids.length, 999), ids: local }, call);
      return { ...(await understand(pulled, call)), complete: isComplete(pulled) };
    },
  });

  return {
    id,
    name,
    protocol: 'toko-daring',
    can: { stock: 'AVAILABILITY', changes: false, readById: 'BATCH', offers: 'PUBLIC', ...NO_ORDERS },
    feeds: [CATALOGUE],
    source: () => access.source ?? access.url,
    async feed(request: FeedRequest, call: Call): Promise<FeedPage<TokoDaringOffer>> {
      const page = request.cursor === null ? { page: 1, perPage: pageSize } : parsePage(request.cursor);
      if (page === null || request.feed !== CATALOGUE) {
        throw new AdapterError('INVALID_INPUT', { marketplace: id, detail: 'not a cursor of this feed' });
      }
      if (request.since) {
        throw new AdapterError('UNSUPPORTED', {
          marketplace: id,
          detail: 'the product pull has no date filter',
        });
      }
      const pulled = await client.pull(page, call);
      return {
        ...(await understand(pulled, call)),
        records: pulled.records.length,
        lacking: null,
        next: pulled.lastPage ? null : formatPage({ ...page, page: page.page + 1 }),
        total: pulled.total,
        position: formatPage(page),
      };
    },
    offers: readById,
    close: () => Promise.resolve(http.close()),
  };
}

/** A marketplace that caps its pages answers only the first of many ids: the others aren't unknown to it. */
function isComplete({ lastPage, total, records }: PulledPage): boolean {
  return lastPage && (total === null || total <= records.length);
}

function recordId(record: unknown): string {
  const sku = rawText(record, 'SKU') ?? rawText(record, 'sku');
  return `${rawText(record, 'merchant_id') ?? '?'}/${sku ?? '?'}`;
}
