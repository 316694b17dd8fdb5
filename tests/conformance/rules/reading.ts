import assert from 'node:assert/strict';
import { soundness } from '../../../adapters/conformance/soundness';
import { marketplaceId, offerId, parseOfferId, type OfferId } from '../../../adapters/core/ids';
import type { Offer } from '../../../adapters/core/offer';
import type { Marketplace, OfferReading } from '../../../adapters/core/contract';
import { callWithin } from '../../support/call';
import { readAll, type Rule } from '../rule';

/** What holds for every offer, whoever sells it: the same as what partners' live offers are held to. */
function assertSound(offer: Offer, marketplace: Marketplace): void {
  assert.deepEqual(soundness(offer, marketplace, new Date()), []);
}

function found(reading: OfferReading | undefined): Offer {
  assert.ok(reading !== null && reading !== undefined && !(reading instanceof Error), 'the offer is found');
  return reading;
}

export const READING: readonly Rule[] = [
  {
    id: 'R1',
    level: 'MUST',
    title: 'every offer of every feed is sound',
    async run({ marketplace }) {
      const offers = await readAll(marketplace);
      assert.ok(offers.length > 0, 'there are offers');
      for (const offer of offers) assertSound(offer, marketplace);
    },
  },
  {
    id: 'R2',
    level: 'MUST',
    title: 'what a feed lists can be read by its id',
    async run({ marketplace }) {
      const offers = (await readAll(marketplace)).slice(0, 20);
      const readings = await marketplace.offers(
        offers.map(({ id }) => id),
        callWithin(),
      );
      assert.deepEqual(
        readings.map((reading) => found(reading).id),
        offers.map(({ id }) => id),
      );
      for (const reading of readings) assertSound(found(reading), marketplace);
    },
  },
  {
    id: 'R3',
    level: 'MUST',
    title: 'an unknown id is null',
    async run({ marketplace, truth, unknownId }) {
      const [known] = truth.keys();
      assert.ok(known);
      const [missing, present] = await marketplace.offers([unknownId, known], callWithin());
      assert.equal(missing, null);
      assert.equal(found(present).id, known);
    },
  },
  {
    id: 'R4',
    level: 'MUST',
    title: 'answers come in the order asked, duplicates included',
    async run({ marketplace, truth, unknownId }) {
      const [a, b, c] = truth.keys();
      assert.ok(a && b && c);
      const ids = [c, a, unknownId, a, b];
      const readings = await marketplace.offers(ids, callWithin());
      assert.deepEqual(
        readings.map((reading) => (reading === null ? null : found(reading).id)),
        [c, a, null, a, b],
      );
    },
  },
  {
    id: 'R5',
    level: 'MUST',
    title: 'prices are exactly those of the source, from the feed and by id',
    async run({ marketplace, truth }) {
      const fromFeed = await readAll(marketplace);
      for (const offer of fromFeed) assert.equal(offer.price.amount, truth.get(offer.id), offer.id);
      const ids = [...truth.keys()].slice(0, 30);
      const readings = await marketplace.offers(ids, callWithin());
      assert.deepEqual(
        readings.map((reading) => found(reading).price.amount),
        ids.map((id) => truth.get(id)),
      );
    },
  },
  {
    id: 'R6',
    level: 'MUST',
    title: 'asking for no ids asks no one',
    async run({ marketplace, server }) {
      assert.deepEqual(await marketplace.offers([], callWithin()), []);
      assert.equal(server.requests.length, 0);
    },
  },
  {
    id: 'R7',
    level: 'MUST',
    title: 'several ids cost one call where ids are read in batches, one call each otherwise',
    async run({ marketplace, server, truth, requestsPerRead = 1 }) {
      const ids = [...truth.keys()].slice(0, 20);
      await marketplace.offers(ids.slice(0, 1), callWithin()); // reference data is read once, beforehand
      const before = server.requests.length;
      await marketplace.offers([...ids, ...ids], callWithin());
      const reads = marketplace.can.readById === 'BATCH' ? 1 : ids.length;
      assert.equal(server.requests.length - before, reads * requestsPerRead);
    },
  },
  {
    id: 'R8',
    level: 'MUST',
    title: "another marketplace's id finds nothing here",
    async run({ marketplace, truth }) {
      const [known] = truth.keys();
      const parts = parseOfferId(known ?? '');
      assert.ok(parts);
      const foreign: OfferId = offerId(marketplaceId('elsewhere'), parts.sellerCode, parts.sku);
      assert.deepEqual(await marketplace.offers([foreign], callWithin()), [null]);
    },
  },
];
