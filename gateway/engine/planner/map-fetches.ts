import type { FetchNode, PlanNode, QueryPlan, ResponsePath } from '@apollo/query-planner';

type Node = NonNullable<QueryPlan['node']>;
type Change = (fetch: FetchNode, path: ResponsePath) => PlanNode;

/** The same plan with other fetches; a fetch may become several nodes. */
export function mapFetches(node: Node, change: Change): Node {
  if (node.kind !== 'Subscription') return mapNode(node, [], change);
  const { rest } = node;
  const primary = change(node.primary, []);
  return {
    ...node,
    primary: primary.kind === 'Fetch' ? primary : node.primary,
    ...(rest && { rest: mapNode(rest, [], change) }),
  };
}

function mapNode(node: PlanNode, path: ResponsePath, change: Change): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return change(node, path);
    case 'Flatten':
      return { ...node, node: mapNode(node.node, [...path, ...node.path], change) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((one) => mapNode(one, path, change)) };
    case 'Condition': {
      const { kind, condition, ifClause, elseClause } = node;
      return {
        kind,
        condition,
        ...(ifClause && { ifClause: mapNode(ifClause, path, change) }),
        ...(elseClause && { elseClause: mapNode(elseClause, path, change) }),
      };
    }
    case 'Defer': {
      // The ways to what is fetched begin at the root, however deep it is deferred.
      const { kind, primary, deferred } = node;
      const mapInner = <Inner extends { readonly node?: PlanNode }>(inner: Inner): Inner =>
        inner.node ? { ...inner, node: mapNode(inner.node, path, change) } : inner;
      return { kind, primary: mapInner(primary), deferred: deferred.map(mapInner) };
    }
  }
}
