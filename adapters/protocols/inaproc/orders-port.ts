import type { Call } from '../../core/contract';
import { AdapterError } from '../../core/errors';
import type { HttpSource } from '../../core/http/http-source';
import type { InstitutionCode, MarketplaceId } from '../../core/ids';
import type { OrderFeedName, OrderPage, OrdersPort } from '../../core/order/orders-port';
import type { InaprocAccess } from './access';
import { createGatewayClient } from './gateway-client';
import { packageReading } from './orders-v5';
import { orderReading } from './orders-v6';
import { understandOrders, type OrderScope } from './understand-orders';
import { createWorkUnits } from './work-units';

export interface InaprocOrdersOptions {
  readonly marketplace: MarketplaceId;
  /** Null where no gateway is configured: then there are no feeds. */
  readonly access: InaprocAccess | null;
  readonly http: HttpSource;
  readonly now?: () => Date;
  /** 1 to 1,000. */
  readonly pageSize?: number;
}

/** A page of 500 real orders is under 1 MB. */
const DEFAULT_PAGE_SIZE = 500;

type Understood = Pick<OrderPage, 'orders' | 'rejected'>;

/** One of e-Katalog's two generations: where its orders are, and how its rows are read. */
interface Generation {
  readonly resource: string;
  understand(rows: readonly unknown[], scope: OrderScope, call: Call): Promise<Understood>;
}

/** e-Katalog's orders through the INAPROC gateway: one feed per generation, institution and fiscal year. */
export function createInaprocOrders(options: InaprocOrdersOptions): OrdersPort {
  const { marketplace, access, http, now = () => new Date(), pageSize = DEFAULT_PAGE_SIZE } = options;
  const refused = (detail: string): AdapterError =>
    new AdapterError('INVALID_INPUT', { marketplace, detail });
  if (access === null)
    return { feeds: [], page: () => Promise.reject(refused('no INAPROC gateway is configured')) };

  const { institutions, years } = access;
  const gateway = createGatewayClient({ marketplace, access, http, now });
  const units = createWorkUnits(gateway, { year: Math.max(...years), now });
  const generations: Readonly<Record<'v5' | 'v6', Generation>> = {
    v5: {
      resource: 'ekatalog-archive/paket-e-purchasing',
      understand: async (rows, scope, call) =>
        rows.length === 0
          ? { orders: [], rejected: [] }
          : understandOrders(rows, packageReading(scope, await units.of(scope.institution, call))),
    },
    v6: {
      resource: 'ekatalog/paket-e-purchasing',
      understand: (rows, scope) => Promise.resolve(understandOrders(rows, orderReading(scope))),
    },
  };
  const feeds = new Map(
    Object.entries(generations).flatMap(([name, generation]) =>
      institutions.flatMap((institution) =>
        years.map(
          (year) =>
            [
              orderFeedName(name, institution, year),
              { generation, scope: { marketplace, institution, year } },
            ] as const,
        ),
      ),
    ),
  );

  return {
    feeds: [...feeds.keys()],
    async page({ feed, cursor }, call) {
      const found = feeds.get(feed);
      if (!found) throw refused('not a feed of orders of this marketplace');
      const { generation, scope } = found;
      const params = { kode_klpd: scope.institution, tahun: scope.year, limit: pageSize };
      const { rows, next, notBefore } = await gateway.rows(generation.resource, params, cursor, call);
      return { ...(await generation.understand(rows, scope, call)), next, records: rows.length, notBefore };
    },
  };
}

/** `v5:D180:2025`. */
function orderFeedName(generation: string, institution: InstitutionCode, year: number): OrderFeedName {
  return `${generation}:${institution}:${year}` as OrderFeedName;
}
