import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { withOfferStubs } from './offer-stubs';

export interface SubgraphDefinition {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** A partner's own subgraph, as `readPartnerSubgraph` gave it. */
export interface PartnerSubgraphDefinition extends SubgraphDefinition {
  readonly offerType: string;
}

/** Why subgraphs don't fit together. */
export interface CompositionReason {
  /** Composition's own code, e.g. `INVALID_FIELD_SHARING`; or `INVALID_GRAPHQL`, `TAKES_TOO_MUCH`. */
  readonly code: string;
  readonly message: string;
  /** The subgraphs that the message speaks of, by name. */
  readonly subgraphs: readonly string[];
}

/** Subgraphs that don't fit together, with the reasons. */
export class CompositionFailed extends Error {
  constructor(readonly reasons: readonly CompositionReason[]) {
    super(`The subgraphs do not compose:\n${reasons.map(({ message }) => `  ${message}`).join('\n')}`);
    this.name = 'CompositionFailed';
  }
}

/** One wrong field of a shared type is told once per query that could reach it. */
const MOST_REASONS = 50;
const LONGEST_REASON = 2_000;

/** The subgraphs that name offers of any type, and hold them as keys alone. */
const HOLDERS_OF_OFFERS: ReadonlySet<string> = new Set(['catalogue', 'orders']);

/** The supergraph's SDL out of those of its subgraphs. */
export function composeSupergraph(subgraphs: readonly SubgraphDefinition[]): string {
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parseNamed(name, sdl) }));
  const { errors, supergraphSdl } = composeServices(services);
  if (supergraphSdl !== undefined) return supergraphSdl;
  const names = subgraphs.map(({ name }) => name);
  throw new CompositionFailed(errors.slice(0, MOST_REASONS).map((error) => reasonOf(error, names)));
}

/** The supergraph of Pasar's own subgraphs and of those that partners brought. */
export function composeWithPartners(
  base: readonly SubgraphDefinition[],
  partners: readonly PartnerSubgraphDefinition[],
): string {
  const types = partners.map(({ offerType }) => offerType);
  const own = base.map((subgraph) =>
    HOLDERS_OF_OFFERS.has(subgraph.name)
      ? { ...subgraph, sdl: withOfferStubs(subgraph.sdl, types) }
      : subgraph,
  );
  return composeSupergraph([...own, ...partners]);
}

function parseNamed(name: string, sdl: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const message = `[${name}] ${error.message}`;
    throw new CompositionFailed([{ code: 'INVALID_GRAPHQL', message, subgraphs: [name] }]);
  }
}

/** Composition names subgraphs in its texts, as `[name]` before them or as `"name"` within. */
function reasonOf(error: GraphQLError, names: readonly string[]): CompositionReason {
  const { code } = error.extensions;
  return {
    code: typeof code === 'string' ? code : 'UNKNOWN',
    message: error.message.slice(0, LONGEST_REASON),
    subgraphs: names.filter(
      (name) => error.message.startsWith(`[${name}]`) || error.message.includes(`"${name}"`),
    ),
  };
}
