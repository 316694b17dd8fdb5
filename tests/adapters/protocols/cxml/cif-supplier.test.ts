import { marketplaceId, offerId } from '../../../../adapters/core/ids';
import { understandCatalogue, type CifCatalogue } from '../../../../adapters/protocols/cxml/cif-catalogue';
import { readCif } from '../../../../adapters/protocols/cxml/cif-file';
import { writeCif } from '../../../../adapters/sandbox/servers/cif';
import { placesFor } from '../../../../adapters/sandbox/world/defects';
import { callWithin } from '../../../support/call';
import { createWorld } from '../../../../adapters/sandbox/world/world';

/** The sandbox's catalogue, large enough for its defects, through Pasar's own reader. */
describe("the sandbox's supplier", () => {
  const toko = marketplaceId('toko');
  const now = new Date();
  const { mbiz: world } = createWorld({ scale: 0.2 });
  let read: CifCatalogue;

  beforeAll(async () => {
    const file = await readCif(writeCif(world, now));
    if ('problem' in file) throw new Error(JSON.stringify(file.problem));
    expect(file.rows).toHaveLength(placesFor(world.size));
    read = await understandCatalogue(file, { marketplace: toko, name: 'Toko', now }, callWithin(60_000));
  });

  it('writes all its goods, each with its price, seller and category', () => {
    const places = Array.from({ length: world.size }, (_, place) => world.at(place));
    expect(read.offers).toHaveLength(world.size);
    places.forEach(({ seller, listing }, place) => {
      const found = read.byId.get(offerId(toko, seller.code, listing.sku));
      const told = [found?.price.amount, found?.seller.name, found?.category];
      expect(told).toEqual([String(world.state(place, now).price), seller.name, listing.good.category]);
    });
  });

  it('writes some that no one understands, as real ones do', () => {
    expect(read.rejected.length).toBeGreaterThan(0);
    for (const { recordId, reason } of read.rejected) {
      expect(recordId).toMatch(/^M0000\/RUSAK-\d+$/);
      expect(reason).toMatch(/^line \d+, Unit Price: is not an exact decimal$/);
    }
  });
});
