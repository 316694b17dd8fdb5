import { placeAt, placesFor } from '../../../adapters/sandbox/world/defects';
import { createWorld, FULL_SIZE, type WorldCatalogue } from '../../../adapters/sandbox/world/world';

const world = createWorld();
const now = new Date('2026-11-22T08:00:00Z');
const DAY = 86_400_000;

function sellersOf(catalogue: WorldCatalogue): Set<string> {
  return new Set(Array.from({ length: catalogue.size }, (_, i) => catalogue.at(i).seller.code));
}

describe('the world of the sandbox', () => {
  it('has the published size of Jatim Bejo: 29,477 products of 1,659 sellers', () => {
    expect([world.jatimBejo.size, sellersOf(world.jatimBejo).size]).toEqual([29_477, 1_659]);
  });

  it('has 24,000 products on Mbiz, 6,000 of them the same seller and SKU as on Jatim Bejo', () => {
    const bejo = new Set(Array.from({ length: world.jatimBejo.size }, (_, i) => keyOf(world.jatimBejo, i)));
    const mbiz = Array.from({ length: world.mbiz.size }, (_, i) => keyOf(world.mbiz, i));
    expect(mbiz).toHaveLength(24_000);
    expect(new Set(mbiz).size).toBe(24_000);
    expect(mbiz.filter((key) => bejo.has(key))).toHaveLength(6_000);
  });

  it('has 40,000 products in the feeds of e-Katalog Lokal, none of them empty', () => {
    expect(world.feeds.reduce((sum, { catalogue }) => sum + catalogue.size, 0)).toBe(40_000);
    expect(world.feeds).toHaveLength(FULL_SIZE.ekatalog.sellers);
    expect(Math.min(...world.feeds.map(({ catalogue }) => catalogue.size))).toBeGreaterThan(0);
  });

  it('has sellers of every marketplace in all 38 regions', () => {
    for (const sellers of [
      sellersAt(world.jatimBejo),
      sellersAt(world.mbiz),
      world.feeds.map(({ seller }) => seller),
    ]) {
      expect(new Set(sellers.map(({ region }) => region.code)).size).toBe(38);
    }
  });

  it('is the same world every time, and another one with another seed', () => {
    expect(createWorld().jatimBejo.at(12_345)).toEqual(world.jatimBejo.at(12_345));
    expect(createWorld({ seed: 36 }).jatimBejo.at(12_345)).not.toEqual(world.jatimBejo.at(12_345));
  });

  it('moves: prices and stock change over time and say when they did', () => {
    const listings = Array.from({ length: 200 }, (_, i) => i);
    const later = new Date(now.getTime() + 8 * DAY);
    const changed = listings.filter(
      (i) => world.jatimBejo.state(i, now).price !== world.jatimBejo.state(i, later).price,
    );
    expect(changed.length).toBeGreaterThan(150);
    for (const i of listings) {
      const { priceUpdatedAt, stockUpdatedAt } = world.jatimBejo.state(i, now);
      expect(priceUpdatedAt.getTime()).toBeLessThanOrEqual(now.getTime() + 1000);
      expect(
        world.jatimBejo.state(i, new Date(Math.max(priceUpdatedAt.getTime(), stockUpdatedAt.getTime()) + 1))
          .price,
      ).toBe(world.jatimBejo.state(i, now).price);
    }
  });

  it('finds a product by seller and SKU, and nothing else by them', () => {
    for (const catalogue of [world.jatimBejo, world.mbiz, world.feeds[0]?.catalogue ?? world.mbiz]) {
      const { seller, listing } = catalogue.at(77);
      expect(catalogue.find(seller.code, listing.sku)).toBe(77);
      expect(catalogue.find('M99999', listing.sku)).toBeNull();
      expect(catalogue.find(seller.code, 'X-000078')).toBeNull();
    }
  });
});

it.each([1, 999, 1_000, 29_477])('every one of %d goods has a place among the defects', (goods) => {
  const places = Array.from({ length: placesFor(goods) }, (_, position) => placeAt(position));
  const indexes = places.flatMap((place) => (place.kind === 'good' ? [place.index] : []));
  expect(indexes).toEqual(Array.from({ length: goods }, (_, i) => i));
});

function keyOf(catalogue: WorldCatalogue, index: number): string {
  const { seller, listing } = catalogue.at(index);
  return `${seller.code}/${listing.sku}`;
}

function sellersAt(catalogue: WorldCatalogue) {
  return Array.from({ length: catalogue.size }, (_, i) => catalogue.at(i).seller);
}
