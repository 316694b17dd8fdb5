import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  print,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
} from 'graphql';
import { isFederationDirective, isMachineryType } from './federation-machinery';
import { FEED_TYPE } from './partner-root';
import type { SubgraphDraft } from './subgraph-problem';

/**
 * The SDL that is composed: without the feed, which is the index's own, and so without a root; without what
 * composition brings itself; and without a partner's descriptions of the types that all subgraphs have.
 */
export function withoutFeed({ document, vocabulary }: SubgraphDraft): string {
  const links: ConstDirectiveNode[] = [];
  const kept = document.definitions.flatMap((node): DefinitionNode[] => {
    if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
      links.push(...(node.directives ?? []));
      return [];
    }
    if (node.kind === Kind.DIRECTIVE_DEFINITION) return isFederationDirective(node.name.value) ? [] : [node];
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) return [];
    const name = node.name.value;
    if (name === 'Query' || name === FEED_TYPE || isMachineryType(name)) return [];
    return [name === 'Offer' || vocabulary.values.has(name) ? withoutDescriptions(node) : node];
  });
  return print({
    kind: Kind.DOCUMENT,
    definitions: [{ kind: Kind.SCHEMA_EXTENSION, directives: links }, ...kept],
  });
}

function withoutDescriptions<Node extends DefinitionNode>(definition: Node): Node {
  return visit(definition, {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
}
