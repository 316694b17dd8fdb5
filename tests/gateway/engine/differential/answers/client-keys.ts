/**
 * The engine gives a client's field another response name where the planner could take it for one of its own,
 * and a field that is required with arguments a name of its own. The graphs here have few that really clash, so
 * that mostly this changes nothing else.
 */
export function withClientKeys(query: string): string {
  return query
    .replace(/\bclient_(\w+):(\w+)/g, (_, key: string, name: string) =>
      key === name ? name : `${key}:${name}`,
    )
    .replace(/\b(\w+)__req\d+:\1\b/g, '$1');
}

export function clientKey(key: string): string {
  return key.replace(/^client_/, '').replace(/__req\d+$/, '');
}

/** Whether a query asks for a field with the arguments that it is required with. */
export function asksWithRequiredArguments(query: string): boolean {
  return /__req\d+:/.test(query);
}

/** Whether a query asks for a client's field, and by itself for another that the client's is called like. */
export function asksForBoth(query: string): boolean {
  return [...query.matchAll(/\bclient_(\w+):/g)].some(([, key = '']) =>
    new RegExp(`\\b${key}\\b`).test(query.replaceAll(new RegExp(`client_${key}:\\w+`, 'g'), '')),
  );
}
