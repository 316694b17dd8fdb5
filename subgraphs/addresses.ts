import type { SubgraphName } from './subgraph';

/** Where each subgraph listens unless told otherwise; the committed supergraph names these. */
export const SUBGRAPH_PORTS: Readonly<Record<SubgraphName, number>> = {
  'jatim-bejo': 4001,
  mbiz: 4002,
  'ekatalog-lokal': 4003,
  catalogue: 4004,
  registry: 4005,
  orders: 4006,
  partners: 4007,
};

export function subgraphUrl(name: SubgraphName): string {
  return `http://127.0.0.1:${SUBGRAPH_PORTS[name]}/graphql`;
}
