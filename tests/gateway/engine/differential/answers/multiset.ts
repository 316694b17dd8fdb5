/** What each of two lists has more of than the other, whatever the order. */
export function lacking(left: readonly string[], right: readonly string[]) {
  const counts = new Map<string, number>();
  for (const one of left) counts.set(one, (counts.get(one) ?? 0) + 1);
  for (const one of right) counts.set(one, (counts.get(one) ?? 0) - 1);
  const times = (wanted: number): string[] =>
    [...counts].flatMap(([one, count]) => Array<string>(Math.max(0, count * wanted)).fill(one));
  return { onlyLeft: times(1), onlyRight: times(-1) };
}
