/**
 * Every text that can be reached from a value: names and contents of fields, hidden ones too, of maps and lists,
 * and what functions say of themselves. What stands there can be printed by whoever holds the value.
 */
export function everythingIn(value: unknown): string {
  const texts: string[] = [];
  const seen = new Set<object>();
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (typeof next === 'string') texts.push(next);
    const isHolder = (typeof next === 'object' && next !== null) || typeof next === 'function';
    if (!isHolder || seen.has(next as object)) continue;
    const holder = next as object;
    seen.add(holder);
    if (Buffer.isBuffer(holder)) texts.push(holder.toString('latin1'));
    else if (holder instanceof Map) for (const [key, held] of holder) open.push(key, held);
    else if (holder instanceof Set) open.push(...(holder as Set<unknown>));
    for (const key of Reflect.ownKeys(holder)) {
      texts.push(String(key));
      const described = Reflect.getOwnPropertyDescriptor(holder, key);
      if (described !== undefined && 'value' in described) open.push(described.value);
    }
  }
  return texts.join('\n');
}
