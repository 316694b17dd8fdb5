import type { GraphQLSchema } from 'graphql';

/** The subgraphs that Pasar consists of, by the names they have in the supergraph. */
export const SUBGRAPH_NAMES = [
  'jatim-bejo',
  'mbiz',
  'ekatalog-lokal',
  'catalogue',
  'registry',
  'orders',
  'partners',
] as const;
export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];

/** A federated subgraph: a schema that runs, and the SDL it is composed from. */
export interface Subgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  readonly sdl: string;
}
