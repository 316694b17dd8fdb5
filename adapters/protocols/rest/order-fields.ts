/** The fields of `order` in expressions; what they hold is told where it is put together. */
export const ORDER_FIELDS = [
  'reference',
  'orderedAt',
  'institution',
  'workUnit',
  'rupCode',
  'fundingSource',
  'deliverTo',
  'buyer',
  'note',
  'shippingFee',
  'shippingFeeInSen',
  'tax',
  'taxInSen',
  'total',
  'totalInSen',
  'lines',
] as const;
export type OrderField = (typeof ORDER_FIELDS)[number];

/** All that is known of an order that is only asked for, or taken back. */
export const FIELDS_OF_KNOWN_ORDER = ['reference'] as const satisfies readonly OrderField[];
