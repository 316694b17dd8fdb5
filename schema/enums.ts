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

export const OrderState = enumOf(
  'OrderState',
  'How far an order is, the same over all marketplaces (status pesanan).',
  {
    DRAFT: 'Begun, not sent (draf).',
    NEGOTIATING: 'Buyer and seller negotiate (negosiasi).',
    AWAITING_APPROVAL: 'Waits for the commitment officer or the seller (menunggu persetujuan).',
    CONFIRMED: 'Buyer and seller agree (dikonfirmasi).',
    PROCESSING: 'The seller prepares it (diproses).',
    SHIPPED: 'On its way (dikirim).',
    PARTLY_RECEIVED: 'A part has arrived (diterima sebagian).',
    RECEIVED: 'All of it has arrived (diterima).',
    PAYMENT_PENDING: 'The bill is due (menunggu pembayaran).',
    PAID: 'Paid (dibayar).',
    COMPLETED: 'Nothing is left to do (selesai).',
    CANCELLED: 'Called off (dibatalkan).',
    REFUSED: 'The seller or the commitment officer said no (ditolak).',
    EXPIRED: 'No one answered in time (kedaluwarsa).',
  },
);
export type OrderState = keyof typeof OrderState;

export const OrderingMode = enumOf('OrderingMode', 'How a marketplace lets others order.', {
  DIRECT: 'Pasar sends it the order, and the order stands.',
  PUNCHOUT: 'The buyer fills a basket on its pages; the basket comes back and is sent as an order.',
  HANDOFF: 'The buyer is sent there and orders on its pages.',
  NONE: 'Not through Pasar.',
});
export type OrderingMode = keyof typeof OrderingMode;

export const OrderTracking = enumOf('OrderTracking', 'How Pasar learns of orders at a marketplace.', {
  LISTED: 'They are read from a list that is hours behind.',
  REPORTED: 'The marketplace reports them as they come.',
  ASKED: 'Reported, and their status can be asked for at any time.',
});
export type OrderTracking = keyof typeof OrderTracking;

export const OrderChannel = enumOf('OrderChannel', 'How the ledger first learnt of an order.', {
  INAPROC_V5: 'Read from INAPROC, archive of e-Katalog 5.',
  INAPROC_V6: 'Read from INAPROC, e-Katalog 6.',
  TOKO_DARING: 'Reported by a Toko Daring marketplace.',
  CXML: 'A cXML message.',
  PASAR: 'Placed through Pasar.',
  ASKED: 'The marketplace was asked for its status.',
});
export type OrderChannel = keyof typeof OrderChannel;

export const MarketplaceState = enumOf('MarketplaceState', 'How far a marketplace is in joining.', {
  DRAFT: 'Registered; not checked, or what was checked does not conform (draf).',
  CHECKED: 'Its check found nothing that must be mended; it can be published (lolos uji).',
  LIVE: 'Searched and asked (tayang).',
  SUSPENDED: 'Neither searched nor asked until it is resumed (ditangguhkan).',
});
export type MarketplaceState = keyof typeof MarketplaceState;

export const CheckState = enumOf('CheckState', 'How far the check of a version is.', {
  NONE: 'Not begun.',
  RUNNING: 'Under way. Ask again.',
  PASSED: 'Nothing that must be mended.',
  FAILED: 'Something must be mended: see the results.',
});
export type CheckState = keyof typeof CheckState;

export const RuleLevel = enumOf('RuleLevel', 'What keeping a rule is to a marketplace that joins.', {
  MUST: 'Without it nothing is published.',
  SHOULD: 'Buyers are better served with it.',
});
export type RuleLevel = keyof typeof RuleLevel;

export const RuleOutcome = enumOf('RuleOutcome', 'What became of a rule in a check.', {
  PASSED: 'Kept.',
  FAILED: 'Not kept: see the findings.',
  SKIPPED: 'Not asked: see why.',
});
export type RuleOutcome = keyof typeof RuleOutcome;

export const OnboardingProblemKind = enumOf('OnboardingProblemKind', 'Why something was not done.', {
  DEFINITION: 'The definition is not understood at the place given.',
  CREDENTIALS: 'A secret that its way of signing in needs is missing, or one is not needed.',
  NOT_CHECKED: 'The version has no check that it passed.',
  COMPOSITION: 'The subgraph does not fit into the graph.',
  BREAKING_CHANGE: 'Something that clients could use would be gone or narrowed.',
  STATE: 'Its state does not allow it.',
});
export type OnboardingProblemKind = keyof typeof OnboardingProblemKind;

export const TaxMode = enumOf('TaxMode', 'Which tax a line bears (pajak).', {
  PPN: 'Value added tax, the default. None where the offer says that it is exempt.',
  NONE: 'None: the seller is not registered for it (non-PKP).',
  REGIONAL: 'The regional tax in its place (pajak daerah), e.g. of restaurants.',
});
export type TaxMode = keyof typeof TaxMode;

export const TaxPer = enumOf('TaxPer', 'On what tax is worked out and rounded to whole rupiah.', {
  LINE: 'On each line.',
  ORDER: "On the sum of an order's lines.",
});
export type TaxPer = keyof typeof TaxPer;

export const PurchasePartState = enumOf('PurchasePartState', "How far one seller's part of a purchase is.", {
  PLACING: 'Decided on; whether the marketplace has it is being found out. Ask again.',
  PLACED: 'The marketplace has the order.',
  HANDED_OFF: 'The buyer goes on at the marketplace, on the pages given.',
  AWAITING_BASKET: 'The buyer fills a basket at the marketplace.',
  BASKET_RETURNED: 'The basket came back; `orderBasket` sends it as an order.',
  REFUSED: 'Not ordered: see problems and refusal.',
  CANCELLED: 'Taken back.',
});
export type PurchasePartState = keyof typeof PurchasePartState;

export const RefusalReason = enumOf('RefusalReason', 'Why a part was not ordered.', {
  PROBLEMS: 'Lines have problems; nothing was asked of the marketplace.',
  ORDERING_UNSUPPORTED: 'The marketplace takes no orders through Pasar.',
  NOT_ACCEPTED: 'The marketplace did not accept the order.',
  UNKNOWN_OFFER: 'The marketplace does not know the offer, or has no page for it.',
  OUT_OF_STOCK: 'The marketplace says that it is sold out.',
  TOO_LATE: 'The order is too far along to be taken back.',
  UNKNOWN_ORDER: 'The marketplace does not know the order.',
  SOURCE_UNAVAILABLE: 'The marketplace could not be reached; nothing was ordered there.',
  EMPTY_BASKET: 'The buyer came back without a basket.',
});
export type RefusalReason = keyof typeof RefusalReason;
