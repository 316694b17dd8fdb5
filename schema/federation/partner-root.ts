import { Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import { GATEWAY_FIELDS, isMachineryType } from './federation-machinery';
import { fieldText, namedType } from './sdl-types';
import { feedSdl } from './starter-subgraph';
import { problem, type SubgraphCheck, type SubgraphProblem } from './subgraph-problem';

const FEED_FIELD = 'pasarFeed';
export const FEED_TYPE = 'PasarFeed';

/** What clients use where a partner might think of a root of its own. */
const IN_THEIR_PLACE: Readonly<Record<string, string>> = {
  Mutation: "orders are placed through Pasar's orders.",
  Subscription:
    'changes of your offers are told by Subscription.offerChanges, out of the index, which reads your feed.',
};

/** The root of the graph is Pasar's: a partner adds offers to it, and no fields. */
export const checkRoot: SubgraphCheck = ({ document, types }) => {
  const extra = (types.get('Query')?.fields ?? [])
    .map(({ name }) => name.value)
    .filter((name) => name !== FEED_FIELD && !GATEWAY_FIELDS.has(name))
    .map((name) =>
      problem(
        `Query.${name}`,
        'is a field of the root, where a partner adds none',
        `Leave it out: only ${FEED_FIELD} belongs there. What your offers have more than others goes into their type.`,
      ),
    );
  const roots = Object.entries(IN_THEIR_PLACE)
    .filter(([name]) => types.has(name))
    .map(([name, remedy]) => problem(name, 'is a root type of its own', `Leave it out: ${remedy}`));
  return [...extra, ...roots, ...checkRootNames(document)];
};

function checkRootNames({ definitions }: DocumentNode): readonly SubgraphProblem[] {
  return definitions
    .flatMap((node) =>
      node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
        ? (node.operationTypes ?? [])
        : [],
    )
    .filter(({ operation, type }) => operation !== OperationTypeNode.QUERY || type.name.value !== 'Query')
    .map(({ operation, type }) =>
      problem(
        'schema',
        `names ${type.name.value} as its root for a ${operation}`,
        'Name the root type Query, and have no other: schema { query: Query }',
      ),
    );
}

/** Pasar's index reads every offer through one field, the same at each partner. */
export const checkFeed: SubgraphCheck = ({ types, offerType }) => {
  const remedy = `Define it as the starter has it:\n${feedSdl(offerType?.name ?? 'TokoContohOffer')}`;
  const at = `Query.${FEED_FIELD}`;
  const field = types.get('Query')?.fields.find(({ name }) => name.value === FEED_FIELD);
  if (field === undefined) return [problem(at, 'is missing: the index reads offers through it', remedy)];
  const wanted = `${FEED_FIELD}(first: Int!, after: String): ${FEED_TYPE}!`;
  if (fieldText(field) !== wanted) return [problem(at, `is ${fieldText(field)} and not ${wanted}`, remedy)];
  const feed = types.get(FEED_TYPE);
  if (feed?.kind !== 'object type') return [problem(FEED_TYPE, 'is not defined as an object type', remedy)];
  const fields = new Map(feed.fields.map((each) => [each.name.value, fieldText(each)]));
  return [
    ...(offerType === null ? [] : [`offers: [${offerType.name}!]!`]),
    'next: String',
    'total: Int',
  ].flatMap((text) => {
    const name = text.slice(0, text.indexOf(':'));
    const found = fields.get(name);
    if (found === text) return [];
    const message = found === undefined ? 'is missing' : `is ${found} and not ${text}`;
    return [problem(`${FEED_TYPE}.${name}`, message, remedy)];
  });
};

/** The feed is for the index alone and is no part of the graph, so nothing in the graph may lead to it. */
export const checkFeedIsApart: SubgraphCheck = ({ types }) =>
  [...types.values()]
    .filter(({ name }) => name !== 'Query' && !isMachineryType(name))
    .flatMap(({ name, fields, members, interfaces }) => [
      ...fields
        .filter(({ type }) => namedType(type) === FEED_TYPE)
        .map((field) => `${name}.${field.name.value}`),
      ...(members.includes(FEED_TYPE) ? [name] : []),
      ...(name === FEED_TYPE && interfaces.length > 0 ? [name] : []),
    ])
    .map((coordinate) =>
      problem(
        coordinate,
        `leads to or from ${FEED_TYPE}, which is not in the graph`,
        `Use ${FEED_TYPE} in Query.${FEED_FIELD} alone.`,
      ),
    );
