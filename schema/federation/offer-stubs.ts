/**
 * A subgraph's SDL, which defines `interface Offer { id: ID! }`, with a key-only stub of each type of offers:
 * so that its fields may answer with offers that partners' subgraphs resolve.
 */
export function withOfferStubs(sdl: string, types: readonly string[]): string {
  const stubs = [...new Set(types)].map(
    (type) => `type ${type} implements Offer @key(fields: "id", resolvable: false) {\n  id: ID!\n}\n`,
  );
  return [sdl, ...stubs].join('\n');
}
