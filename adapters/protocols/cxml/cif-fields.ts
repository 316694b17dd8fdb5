/** The columns of a file that names none, in their order. */
export const DEFAULT_FIELD_NAMES = [
  'Supplier ID',
  'Supplier Part ID',
  'Manufacturer Part ID',
  'Item Description',
  'SPSC Code',
  'Unit Price',
  'Units of Measure',
  'Lead Time',
  'Manufacturer Name',
  'Supplier URL',
  'Manufacturer URL',
  'Market Price',
] as const;

/** Further columns that say something of an offer. Columns of other names are not read. */
const OTHER_FIELD_NAMES = [
  'Supplier Name',
  'Supplier Part Auxiliary ID',
  'Short Name',
  'Image',
  'Currency',
  'Classification Codes',
  'Effective Date',
  'Expiration Date',
  'Delete',
  'Price Unit',
  'Price Unit Quantity',
  'Unit Conversion',
  'Tax',
] as const;

/** Without these no row is an offer. */
export const REQUIRED_FIELD_NAMES = [
  'Supplier ID',
  'Supplier Part ID',
  'Item Description',
  'Unit Price',
] as const;

/** Names that files use for the same: the guides of SAP Ariba, Basware and others don't agree on them. */
const ALIASES: Readonly<Record<string, string>> = {
  unitofmeasure: 'Units of Measure',
  unspsccode: 'SPSC Code',
};

const canonical = new Map<string, string>([
  ...[...DEFAULT_FIELD_NAMES, ...OTHER_FIELD_NAMES].map((name) => [keyOf(name), name] as const),
  ...Object.entries(ALIASES),
]);

/** A column's name as this code has it: files differ in capitals and blanks. Others stay as they are. */
export function fieldName(written: string): string {
  return canonical.get(keyOf(written)) ?? written;
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}
