import { decimal } from '../../adapters/core/decimal';
import { createHttpSource } from '../../adapters/core/http/http-source';
import { marketplaceId, offerId } from '../../adapters/core/ids';
import { createCxmlMarketplace } from '../../adapters/protocols/cxml/marketplace';
import { CIF_PATH, cifHandler } from '../../adapters/sandbox/servers/cif';
import { createCxmlSupplier } from '../../adapters/sandbox/servers/cxml';
import { CXML_PATH } from '../../adapters/sandbox/servers/cxml-reports';
import { byPath, startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { createReportTarget } from '../../adapters/sandbox/servers/report-target';
import { createWorld } from '../../adapters/sandbox/world/world';
import { offer } from '../support/offers';
import { purchaseOrder, reference } from '../support/purchase-orders';
import type { Subject } from './rule';

const ID = marketplaceId('toko-katalog');
const CREDENTIALS = { identity: 'pasar', supplierIdentity: 'toko-katalog', sharedSecret: 'sandbox-cif' };

/** A supplier that speaks cXML and nothing else: a catalogue as one file, orders beside it. */
export async function cifSubject({ pageSize, now }: { pageSize: number; now: () => Date }): Promise<Subject> {
  const { mbiz: catalogue } = createWorld({ scale: 0.002 });
  const reports = createReportTarget();
  const supplier = createCxmlSupplier({ catalogue, credentials: CREDENTIALS, reports, now });
  const server = await startFakeServer(
    byPath({
      [CIF_PATH]: cifHandler({ catalogue, credentials: CREDENTIALS, now }),
      [CXML_PATH]: supplier.cxml,
    }),
  );
  const http = createHttpSource(ID, { hosts: { privateHosts: true } });
  const createWith = (sharedSecret: string) =>
    createCxmlMarketplace({
      id: ID,
      name: 'Toko Katalog',
      access: { ...CREDENTIALS, url: `${server.url}${CXML_PATH}`, sharedSecret },
      catalogueUrl: `${server.url}${CIF_PATH}`,
      ordering: 'DIRECT',
      http,
      pageSize,
    });
  const [marketplace, stranger] = [createWith(CREDENTIALS.sharedSecret), createWith('wrong')];

  const places = Array.from({ length: catalogue.size }, (_, place) => place);
  const inStock = places.find((place) => catalogue.state(place, now()).quantity > 0) ?? 0;
  const { seller, listing } = catalogue.at(inStock);
  const price = String(catalogue.state(inStock, now()).price);
  const orderOf = (sku: string) => (number: string) =>
    purchaseOrder([offer({ marketplace: ID, seller: seller.code, sku, title: sku, price })], {
      reference: reference(number),
    });
  return {
    marketplace,
    stranger,
    server,
    truth: new Map(
      places.map((place) => [
        offerId(ID, catalogue.at(place).seller.code, catalogue.at(place).listing.sku),
        decimal(String(catalogue.state(place, now()).price)),
      ]),
    ),
    unknownId: offerId(ID, 'M99999', 'NONE-000001'),
    secrets: [CREDENTIALS.sharedSecret],
    pageSize,
    requestsPerRead: 0, // the file that came a moment ago is looked into once more
    ordering: {
      order: orderOf(listing.sku),
      refused: orderOf('NONE-000001'),
      placed: () => supplier.book.all().map((order) => order.reference),
    },
    async close() {
      reports.close();
      http.close();
      await Promise.all([marketplace.close(), stranger.close(), server.close()]);
    },
  };
}
