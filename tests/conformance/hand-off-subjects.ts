import type { Offer } from '../../adapters/core/offer';
import { EKATALOG_LOKAL } from '../../adapters/ekatalog-lokal/marketplace';
import { JATIM_BEJO } from '../../adapters/jatim-bejo/marketplace';
import type { Sandbox } from '../../adapters/sandbox/start';
import type { World } from '../../adapters/sandbox/world/world';
import { actorOf } from '../support/actors';
import { callWithin } from '../support/call';
import { offer } from '../support/offers';
import { purchaseOrder } from '../support/purchase-orders';
import type { HandOffSubject } from './rule';
import type { Marketplace } from '../../adapters/core/contract';

/** Jatim Bejo takes buyers of the roles that it knows, and sells on its own pages. */
export function jatimBejoHandOff(
  world: World,
  { orders: { jatimBejo } }: Sandbox,
  marketplace: Marketplace,
): HandOffSubject {
  const { seller, listing } = world.jatimBejo.at(0);
  const { code } = seller;
  const sold = offer({ marketplace: JATIM_BEJO, seller: code, sku: listing.sku, title: listing.title });
  return {
    order: () => purchaseOrder([sold]),
    refused: () => purchaseOrder([sold], { buyer: actorOf({ role: 'TREASURER' }) }),
    async sell() {
      const { ordering } = marketplace;
      const answer =
        ordering?.mode === 'HANDOFF'
          ? await ordering.handOff({ order: purchaseOrder([sold]), token: 't' }, callWithin())
          : null;
      const url = new URL(answer && 'pages' in answer ? (answer.pages[0]?.url ?? '') : '');
      const [nonce, goods] = ['nonce', 'produk'].map((name) => url.searchParams.get(name) ?? '');
      const number = jatimBejo.sell(nonce ?? '', goods ?? '');
      if (number === null) throw new Error('it is sold there');
      return number;
    },
  };
}

/** e-Katalog has a page for every product that names one. */
export function ekatalogHandOff(): HandOffSubject {
  const at = (sku: string, url: string | null): Offer => ({
    ...offer({ marketplace: EKATALOG_LOKAL, sku, title: sku }),
    url,
  });
  return {
    order: () =>
      purchaseOrder([at('A', 'https://e-katalog.example/a'), at('B', 'http://e-katalog.example/b')]),
    refused: () => purchaseOrder([at('A', 'https://e-katalog.example/a'), at('B', 'javascript:alert(1)')]),
    sell: () => Promise.reject(new Error('its statuses are not asked for')),
  };
}
