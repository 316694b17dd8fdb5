import { flag } from '../../core/wire-fields';

/**
 * Does an expression hold? Yes and no in the spellings that marketplaces use ("false", 0, "tidak"); of anything
 * else what JMESPath takes for true: what is not nothing and not empty.
 */
export function holds(value: unknown): boolean {
  const said = flag.parse(typeof value === 'object' ? null : value);
  if (said !== null) return said;
  if (value === null || value === undefined || value === '') return false;
  return typeof value === 'object' ? Object.keys(value).length > 0 : true;
}
