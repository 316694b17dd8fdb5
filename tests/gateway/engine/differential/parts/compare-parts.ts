import { toldAnswer, type ToldAnswer, type ToldError } from '../answers/told-error';
import { canonical } from '../data/canonical';
import type { JoinedAnswer } from './join-parts';

type Path = readonly (string | number)[];

/**
 * What a client who took an answer in parts lacks, or has wrong, beside one who took it in one. A null that
 * rises does so in its part alone: what is null in one may be there in parts, and what was deferred of an object
 * may be lost as a whole.
 */
export function compareParts(
  { data, lost, problems, errors }: JoinedAnswer,
  whole: ToldAnswer,
): readonly string[] {
  const differences: string[] = [...problems];

  function compare(parts: unknown, one: unknown, path: Path): void {
    if (one === null && parts !== null) {
      if (!whole.errors.some((error) => isBelow(error, path)))
        differences.push(`not null in parts: ${JSON.stringify(path)}`);
    } else if (isList(one) && isList(parts) && one.length === parts.length)
      one.forEach((item, i) => compare(parts[i], item, [...path, i]));
    else if (isObject(one) && isObject(parts)) {
      for (const key of Object.keys(parts))
        if (!Object.hasOwn(one, key)) differences.push(`in parts alone: ${JSON.stringify([...path, key])}`);
      for (const [key, value] of Object.entries(one))
        if (Object.hasOwn(parts, key)) compare(parts[key], value, [...path, key]);
        else if (!isLost([...path, key])) differences.push(`never told: ${JSON.stringify([...path, key])}`);
    } else if (canonical(one) !== canonical(parts))
      differences.push(`${canonical(parts)} instead of ${canonical(one)} at ${JSON.stringify(path)}`);
  }

  const isLost = (path: Path): boolean => lost.some((above) => above.every((key, i) => path[i] === key));
  compare(read(toldAnswer({ data })), read(whole), []);
  if (lost.length > 0 && errors.length === 0) differences.push('something is lost, and no error says why');
  return differences;
}

const read = ({ data }: Pick<ToldAnswer, 'data'>): unknown =>
  data === null ? null : (JSON.parse(data) as unknown);
const isBelow = ({ path }: ToldError, above: Path): boolean =>
  path === null || above.every((key, i) => path[i] === key || i >= path.length);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
