import { isTypeDefinitionNode, Kind, parse, print, type DefinitionNode } from 'graphql';
import { ownVocabulary, type Vocabulary } from './own-vocabulary';

/** The line that makes an SDL a Federation 2 subgraph. */
export const FEDERATION_LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable"])';

/** The field that Pasar's index reads offers from, and its type. */
export function feedSdl(offerType: string): string {
  return `type Query {
  """
  All offers, in pages, for Pasar's index; clients of Pasar do not see it.
  """
  pasarFeed(first: Int!, after: String): PasarFeed!
}

type PasarFeed {
  offers: [${offerType}!]!
  """
  What goes into \`after\` to go on; null on the last page.
  """
  next: String
  """
  How many offers there are in all; null where that is not known.
  """
  total: Int
}`;
}

/**
 * The SDL that a partner's subgraph starts from: everything that is asked of it, in the words of Pasar's own
 * subgraphs, and a type of offers that only wants a name and fields of its own.
 */
export function starterSubgraph(
  offerType = 'TokoContohOffer',
  vocabulary: Vocabulary = ownVocabulary(),
): string {
  const wanted = new Set(['Offer', ...vocabulary.values.keys()]);
  const definitions = parse(vocabulary.source, { noLocation: true }).definitions.filter(
    (node) => isTypeDefinitionNode(node) && wanted.has(node.name.value),
  );
  const texts = definitions.flatMap((node) => [...concreteOf(node, offerType), print(node)]);
  return `${[FEDERATION_LINK, feedSdl(offerType), ...texts].join('\n\n')}\n`;
}

/** The interface's fields as a type that has them; fields of its own go below. */
function concreteOf(node: DefinitionNode, offerType: string): readonly string[] {
  if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
  const type = print({
    kind: Kind.OBJECT_TYPE_DEFINITION,
    name: { kind: Kind.NAME, value: offerType },
    ...(node.fields === undefined ? {} : { fields: node.fields }),
  });
  return [type.replace(`type ${offerType} {`, `type ${offerType} implements Offer @key(fields: "id") {`)];
}
