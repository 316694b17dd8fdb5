import type { Finding } from './rule';

/** Places of records: `[3]`, `['toko-anu:M1.BRS-005']`, `["a"]`. */
const PLACE = /\[(?:\d+|'[^']*'|"[^"]*")\]/g;
/** A path with such places within a text. */
const PATH = /\$(?:\.\w+|\[(?:\d+|'[^']*'|"[^"]*")\])+/g;
const PAGE = / \(page \d+\)$/;

/**
 * The same thing said of several records as one finding, that of the first, with how many there are: what mends
 * one mends all.
 */
export function gathered(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, { readonly first: Finding; count: number }>();
  for (const finding of findings) {
    const { path, expected, got, fix } = finding;
    const key = [path.replace(PAGE, '').replace(PLACE, '[*]'), expected, got.replace(PATH, '$'), fix].join(
      '\n',
    );
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: finding, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()].map(({ first, count }) =>
    count === 1 ? first : { ...first, got: `${first.got} (${count} times; this is the first)` },
  );
}
