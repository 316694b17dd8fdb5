import { isTypeDefinitionNode, isTypeExtensionNode, parse } from 'graphql';
import { ownVocabulary, type Vocabulary } from './own-vocabulary';
import type { PartnerSubgraph } from './partner-subgraph';

/** The types that a partner's subgraph brings: that of its offers, and those that are named for it. */
export function ownTypeNames(
  { offerType, sdl }: PartnerSubgraph,
  { names: pasars, values }: Vocabulary = ownVocabulary(),
): readonly string[] {
  const prefix = offerType.replace(/Offer$/, '');
  const names = parse(sdl, { noLocation: true }).definitions.flatMap((node) =>
    isTypeDefinitionNode(node) || isTypeExtensionNode(node) ? node.name.value : [],
  );
  return [...new Set(names)].filter(
    (name) => name.startsWith(prefix) && !pasars.has(name) && !values.has(name),
  );
}
