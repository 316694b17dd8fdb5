import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

export interface SubgraphDefinition {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** Subgraphs that don't fit together, with every reason. */
export class CompositionFailed extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(`The subgraphs do not compose:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
    this.name = 'CompositionFailed';
  }
}

/** The supergraph's SDL out of those of its subgraphs. */
export function composeSupergraph(subgraphs: readonly SubgraphDefinition[]): string {
  const { errors, supergraphSdl } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl === undefined) throw new CompositionFailed(errors.map((error) => error.message));
  return supergraphSdl;
}
