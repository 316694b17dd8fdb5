import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import type { Actor } from '../../adapters/core/actor';
import type { RequestContext } from '../../subgraphs/request-context';
import { readAccessRules, type AccessRules } from './access-rules';
import { mapEvents } from '../../subgraphs/http/subscriptions/map-events';
import { slotOf } from '../../subgraphs/http/subscriptions/subscription-slot';
import { withoutDefer } from '../engine/deferral/defer-directive';
import { callerClassOf } from './caller-class';
import { restoreRefusedFields } from './refused-fields';
import { responseShapeOf, type ResponseShape } from './response-shape';
import { restrictOperation, type RestrictedOperation } from './restrict-operation';
import type { Answer, Executor, Gateway } from '../../subgraphs/http/executor';

/** Characters of the operations whose restriction is remembered; beyond this the least used are worked out again. */
const CHARACTERS_KEPT = 2_000_000;
/** A longer one is no portal's, and is worked out each time rather than push the others out. */
const LONGEST_KEPT = 20_000;

interface Restriction extends RestrictedOperation {
  readonly shape: ResponseShape;
  readonly queryHash: string;
}

interface LoadedGraph {
  readonly schema: GraphQLSchema;
  readonly rules: AccessRules;
  readonly generation: number;
  readonly restrictions: LRUCache<string, { readonly restriction: Restriction | null }>;
}

/** A gateway that lets callers select what the supergraph's rules allow them, and refuses the rest field by field. */
export function guardGateway(inner: Gateway): Gateway {
  let generation = 0;
  let graph: LoadedGraph | null = null;
  let problem: unknown = null;
  inner.onSchemaLoadOrUpdate(({ apiSchema: schema, coreSupergraphSdl }) => {
    graph = null; // a supergraph whose rules can't be read is served to no one
    try {
      const rules = readAccessRules(coreSupergraphSdl);
      generation += 1;
      graph = { schema, rules, generation, restrictions: new LRUCache({ maxSize: CHARACTERS_KEPT }) };
    } catch (error) {
      problem = error;
    }
  });
  const current = (): LoadedGraph => {
    if (graph !== null) return graph;
    throw new Error('the rules of the supergraph could not be read', { cause: problem });
  };
  return {
    onSchemaLoadOrUpdate: (callback) => inner.onSchemaLoadOrUpdate(callback),
    async load(options) {
      const { executor } = await inner.load(options);
      current();
      if (executor === null) throw new Error('a gateway that executes nothing can not be guarded');
      return { executor: (request) => executeGuarded(request, executor, current()) };
    },
    stop: () => inner.stop(),
  };
}

async function executeGuarded(
  request: Parameters<Executor>[0],
  execute: Executor,
  graph: LoadedGraph,
): ReturnType<Executor> {
  const actor = (request.context as RequestContext).actor ?? null;
  const restriction = restrictionOf(request, actor, graph);
  if (restriction === null) return execute(request);
  const { document, operation, queryHash, refused, shape } = restriction;
  const restore = (answer: Answer): Answer => {
    if (!answer.data) return answer;
    const { schema } = graph;
    const restored = restoreRefusedFields(answer.data, {
      refused,
      shape,
      schema,
      isAnonymous: actor === null,
    });
    const errors = [...(answer.errors ?? []), ...restored.errors];
    return { ...answer, data: restored.data, ...(errors.length > 0 ? { errors } : {}) };
  };
  const answer = await execute({ ...request, document, operation, queryHash });
  const slot = slotOf(request.context);
  if (slot?.events) slot.events = mapEvents(slot.events, restore);
  return restore(answer);
}

/** What is left of a request for callers with these scopes; null when that is all of it. */
function restrictionOf(
  { document, operation, operationName, queryHash }: Parameters<Executor>[0],
  actor: Actor | null,
  { schema, rules, generation, restrictions }: LoadedGraph,
): Restriction | null {
  if (rules.isEmpty) return null;
  const key = JSON.stringify([queryHash, operationName, callerClassOf(actor), generation]);
  const known = restrictions.get(key);
  if (known) return known.restriction;
  const restricted = restrictOperation(document, operation, { schema, rules, actor });
  const restriction = restricted && {
    ...restricted,
    // What is refused is told once and for all of the answer, which then comes in one.
    ...withoutDefer(restricted),
    shape: responseShapeOf(restricted.document, restricted.operation, schema),
    // Plans are kept by this hash: with the original's, one caller's plan would be carried out for another.
    queryHash: createHash('sha256').update(key).digest('hex'),
  };
  const size = document.loc?.source.body.length ?? LONGEST_KEPT;
  if (size <= LONGEST_KEPT) restrictions.set(key, { restriction }, { size: Math.max(1, size) });
  return restriction;
}
