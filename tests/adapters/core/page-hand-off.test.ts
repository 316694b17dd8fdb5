import { ZERO } from '../../../adapters/core/decimal';
import { parseInstitutionCode, type OrderReference } from '../../../adapters/core/ids';
import type { Offer } from '../../../adapters/core/offer';
import type { PurchaseOrder } from '../../../adapters/core/order/ordering-port';
import { REGIONS } from '../../../adapters/core/regions';
import { createEkatalogLokal } from '../../../adapters/ekatalog-lokal/marketplace';
import { actorOf } from '../../support/actors';
import { callWithin } from '../../support/call';
import { offer } from '../../support/offers';

function orderOf(offers: readonly Offer[]): PurchaseOrder {
  const code = parseInstitutionCode('D180');
  const [region] = REGIONS;
  if (code === null || !region) throw new Error('no institution or region');
  return {
    reference: 'PSR-1' as OrderReference,
    orderedAt: new Date(),
    buyer: actorOf(),
    institution: { code, name: 'Pemerintah Kota Malang' },
    workUnit: { code: null, name: null },
    rupCode: null,
    fundingSource: null,
    deliverTo: { region: region.code, address: 'Jl. Tugu 1', receiver: 'Ani', phone: null },
    lines: offers.map((each) => ({
      offer: each,
      quantity: ZERO,
      unitPrice: ZERO,
      tax: ZERO,
      subtotal: ZERO,
    })),
    shippingFee: null,
    tax: ZERO,
    total: ZERO,
    note: null,
  };
}

const at = (sku: string, url: string | null): Offer => ({ ...offer({ sku, title: sku }), url });

describe('ordering from e-Katalog Lokal', () => {
  const marketplace = createEkatalogLokal({ feeds: [], secret: 's', masterListsUrl: null, inaproc: null });
  afterAll(() => marketplace.close());
  const handOff = async (...offers: readonly Offer[]) => {
    const { ordering } = marketplace;
    if (ordering?.mode !== 'HANDOFF') throw new Error('not handed off');
    return ordering.handOff({ order: orderOf(offers), token: '' }, callWithin());
  };

  it('is declared', () => {
    expect(marketplace.can).toMatchObject({ ordering: 'HANDOFF', cancelling: false, orders: 'LISTED' });
    expect(marketplace.ordering).toMatchObject({ entry: 'PAGE' });
    expect(marketplace.orders?.feeds).toEqual([]);
  });

  it("happens on each product's own page, in the order of the lines", async () => {
    const [a, b] = [at('A', 'https://e-katalog.example/a'), at('B', 'http://e-katalog.example/b')];
    expect(await handOff(b, a)).toEqual({
      pages: [
        { url: 'http://e-katalog.example/b', offerId: b.id },
        { url: 'https://e-katalog.example/a', offerId: a.id },
      ],
    });
  });

  it.each([[null], [''], ['javascript:alert(1)'], ['/katalog/produk/1'], ['https://']])(
    'is refused when a product is at %p',
    async (url) => {
      expect(await handOff(at('A', 'https://e-katalog.example/a'), at('B', url))).toMatchObject({
        outcome: 'REFUSED',
        reason: 'UNKNOWN_OFFER',
      });
    },
  );
});
