import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noFeedMemory } from '../../adapters/core/contract';
import { decimal } from '../../adapters/core/decimal';
import { offerId } from '../../adapters/core/ids';
import { createPartnerMarketplace } from '../../adapters/partners/create-partner-marketplace';
import { readDefinition } from '../../adapters/partners/read-definition';
import {
  createFederatedShop,
  FEDERATED_SHOP_TOKEN,
  FEDERATED_SHOP_TYPE,
} from '../../adapters/sandbox/partners/federated-shop';
import { startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { offer } from '../support/offers';
import { purchaseOrder } from '../support/purchase-orders';
import type { HandOffSubject, Subject } from './rule';

const DEFINITION = join(__dirname, '../../adapters/sandbox/partners/federated-shop.pasar.yaml');

/** Toko Federasi: a subgraph of its own, orders on the pages of its offers. */
export async function federatedSubject({
  pageSize,
  now,
}: {
  pageSize: number;
  now: () => Date;
}): Promise<Subject> {
  const { goods, handler } = createFederatedShop({ now });
  const server = await startFakeServer(handler);
  const text = readFileSync(DEFINITION, 'utf8').replace(/^url: .*$/m, `url: ${server.url}/graphql`);
  const { definition, problems } = readDefinition(text);
  if (definition === null) throw new Error(JSON.stringify(problems));
  const create = (token: string) =>
    createPartnerMarketplace(
      definition,
      { token },
      {
        memory: noFeedMemory,
        hosts: { privateHosts: true },
        offerType: FEDERATED_SHOP_TYPE,
        pageSize,
      },
    );
  const [marketplace, stranger] = [create(FEDERATED_SHOP_TOKEN), create('wrong')];
  return {
    marketplace,
    stranger,
    server,
    truth: new Map(goods.ids.map((id) => [id, decimal(goods.price(id) ?? '')])),
    unknownId: offerId(definition.id, 'F99999', 'NONE-000001'),
    secrets: [FEDERATED_SHOP_TOKEN],
    pageSize,
    beyond({ position }) {
      goods.keep(1); // the last page's goods are gone: its place is beyond the end now
      return position;
    },
    handOff: handOff(definition.id),
    async close() {
      await Promise.all([marketplace.close(), stranger.close(), server.close()]);
    },
  };
}

/** Each offer has a page; one whose page is no address of the web is not sold by it. */
function handOff(marketplace: string): HandOffSubject {
  const at = (sku: string, url: string) => ({ ...offer({ marketplace, sku, title: sku }), url });
  const page = 'https://toko-federasi.example/barang/A';
  return {
    order: () => purchaseOrder([at('A', page), at('B', 'https://toko-federasi.example/barang/B')]),
    refused: () => purchaseOrder([at('A', page), at('B', 'javascript:alert(1)')]),
    sell: () => Promise.reject(new Error('its statuses are not asked for')),
  };
}
