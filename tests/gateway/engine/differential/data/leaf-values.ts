import type { GraphModel } from '../graph/model';

/** Few different ones, so that equal values meet. */
const DIFFERENT = 6;

/** A leaf that its subgraph can serialize, out of a number. */
export function leafValue({ enums }: GraphModel, name: string, hash: number): unknown {
  const small = hash % DIFFERENT;
  const values = enums.find((one) => one.name === name)?.values;
  // A value that its own schema doesn't know is an error of the subgraph's.
  if (values) return hash % 61 === 0 ? 'UNKNOWN' : values[hash % values.length];
  if (name === 'Int') return small;
  if (name === 'Float') return small / 4;
  if (name === 'Boolean') return hash % 2 === 0;
  if (name === 'String' || name === 'ID') return `w${small}`;
  return customScalarValue(small, hash);
}

/** What makes an entity's key its own. */
export const distinctValue = (name: string, hash: number): unknown =>
  name === 'Int' ? hash % 2 ** 31 : `k${hash.toString(36)}`;

/** Custom scalars carry any JSON. */
function customScalarValue(small: number, hash: number): unknown {
  return [`s${small}`, small, { at: small, __typename: 'Nothing' }, [small, null], true, {}, 1.5][hash % 7];
}
