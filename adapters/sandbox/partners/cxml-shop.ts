import { CIF_PATH, cifHandler } from '../servers/cif';
import { createCxmlSupplier } from '../servers/cxml';
import { CXML_PATH } from '../servers/cxml-reports';
import { byPath, type Handler, type OrderControl } from '../servers/fake-server';
import type { OrderBook } from '../servers/order-book';
import { createReportTarget } from '../servers/report-target';
import { createWorld } from '../world/world';
import type { ShopOptions } from './easy-shop';

/** Good for nothing but this supplier. */
export const CXML_SHOP_CREDENTIALS = {
  identity: 'pasar',
  supplierIdentity: 'toko-katalog',
  sharedSecret: 'sandbox-toko-katalog',
};

/** A share of the sandbox's goods that makes some 60 of them. */
const SCALE = 0.002;

/** "Toko Katalog": a supplier that speaks cXML, with a CIF catalogue. */
export interface CxmlShop {
  readonly handler: Handler;
  readonly book: OrderBook;
  readonly control: OrderControl;
  close(): void;
}

export function createCxmlShop({
  now = () => new Date(),
  reportTo,
}: ShopOptions & { reportTo?: string }): CxmlShop {
  const { mbiz: catalogue } = createWorld({ scale: SCALE });
  const reports = createReportTarget();
  reports.set(reportTo ?? null);
  const credentials = CXML_SHOP_CREDENTIALS;
  const { cxml, book, orders } = createCxmlSupplier({ catalogue, credentials, reports, now });
  return {
    handler: byPath({ [CIF_PATH]: cifHandler({ catalogue, credentials, now }), [CXML_PATH]: cxml }),
    book,
    control: orders,
    close: () => reports.close(),
  };
}
