import { registerEnumType } from 'type-graphql';

/** type-graphql registers enums from objects; the types of the model are their keys. */
function enumOf<T extends string>(
  name: string,
  description: string,
  values: Readonly<Record<T, string>>,
): Record<T, T> {
  const keys = Object.keys(values) as T[];
  const members = Object.fromEntries(keys.map((key) => [key, key])) as Record<T, T>;
  const valuesConfig = Object.fromEntries(keys.map((key) => [key, { description: values[key] }]));
  registerEnumType(members, {
    name,
    description,
    valuesConfig: valuesConfig as Record<T, { description: string }>,
  });
  return members;
}

export const TaxTreatment = enumOf('TaxTreatment', 'Whether value added tax (PPN) is in a price.', {
  INCLUDED: 'The price holds the tax.',
  EXCLUDED: 'Tax comes on top.',
  EXEMPT: 'The good is not taxed.',
  UNKNOWN: 'The marketplace does not say.',
});

export const StockState = enumOf('StockState', 'Whether an offer can be bought now (ketersediaan).', {
  IN_STOCK: 'Available (tersedia).',
  OUT_OF_STOCK: 'Sold out or taken off display (habis).',
  UNKNOWN: 'The marketplace does not say.',
});

export const StockPrecision = enumOf('StockPrecision', 'What a marketplace knows of its stock.', {
  QUANTITY: 'A number of units.',
  AVAILABILITY: 'Only yes or no.',
  NONE: 'Nothing.',
});

export const Freshness = enumOf('Freshness', 'Where a live value comes from.', {
  LIVE: 'Asked of the marketplace for this request.',
  CACHED: 'Asked of the marketplace a moment ago, by this or another request.',
  STALE: 'The marketplace could not be asked: its last known value, as old as observedAt says.',
});
export type Freshness = keyof typeof Freshness;

export const OfferSort = enumOf('OfferSort', 'Order of search hits.', {
  RELEVANCE:
    'Best match of the text first; without a text a fixed mix that favours no marketplace or seller.',
  PRICE_ASC: 'Cheapest first.',
  PRICE_DESC: 'Dearest first.',
  TKDN_DESC: 'Highest domestic content (TKDN) first; offers without one last.',
  NEWEST: 'What came into the index last first.',
});
export type OfferSort = keyof typeof OfferSort;

export const IndexStatus = enumOf('IndexStatus', "How a marketplace's part of the index stands.", {
  WAITING: 'No feed of it has been read yet.',
  INDEXING: 'It is being read for the first time: search shows a part of its offers.',
  READY: 'All of its feeds have been read, and the last reading succeeded.',
  DEGRADED: 'A feed failed or shrank implausibly: what was known before is kept, as old as observedAt says.',
  LATE: 'A feed should have been read again by now and was not: what is shown is as old as observedAt says.',
});
export type IndexStatus = keyof typeof IndexStatus;

export const SourceState = enumOf('SourceState', 'Whether a marketplace is asked for live values.', {
  CLOSED: 'It is asked: the circuit is closed.',
  OPEN: 'It failed too often lately and is left alone for a moment: last known values are given.',
  HALF_OPEN: 'One read is on its way to find out whether it is well again.',
  PARTLY_OPEN: 'Some of its servers are left alone, the others are asked: where sellers host their own.',
  PAUSED: 'It asked to be left alone for a while (Retry-After).',
});
export type SourceState = keyof typeof SourceState;
