import { LRUCache } from 'lru-cache';
import {
  execute,
  parse,
  subscribe,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { logUnexpected } from '../../subgraphs/http/unexpected-errors';
import type { RequestContext } from '../../subgraphs/request-context';
import { compileQuery, type ExecuteQuery } from './compiled-query/compile-query';
import type { Asked, DataSource, SubgraphAnswer } from './data-source';
import { mapEvents } from '../../subgraphs/http/subscriptions/map-events';

/** Characters of queries that are kept parsed: the planner makes few different ones per operation. */
const CHARACTERS_KEPT = 4_000_000;

const CLIENT_LEFT = { message: 'The client has gone.', extensions: { code: 'TIMEOUT' } };

export interface InProcessSubgraph {
  readonly name: string;
  /** As it is when it is read: a schema may grow while it is served. */
  readonly schema: GraphQLSchema;
}

interface KnownQuery {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  timesAsked: number;
  compiled: ExecuteQuery | null;
}

/** Compiling costs as much as some executions: a query that comes only once is not worth it. */
const TIMES_BEFORE_COMPILED = 2;

function executeOf(query: KnownQuery): ExecuteQuery {
  query.timesAsked += 1;
  if (query.timesAsked <= TIMES_BEFORE_COMPILED) return execute;
  return (query.compiled ??= compileQuery(query.schema, query.document) ?? execute);
}

/** A subgraph in this process: no socket, and each of its queries is parsed and validated once. */
export function createInProcessDataSource(subgraph: InProcessSubgraph): DataSource {
  const { name } = subgraph;
  let known: GraphQLSchema | null = null;
  const queries = new LRUCache<string, KnownQuery>({
    maxSize: CHARACTERS_KEPT,
    sizeCalculation: (_, query) => Math.max(1, query.length),
  });

  function queryOf({ request: { query: text } }: Asked): KnownQuery {
    const { schema } = subgraph;
    // What was validated against another schema has to be again.
    if (schema !== known) queries.clear();
    known = schema;
    const before = queries.get(text);
    if (before) return before;
    const document = parse(text, { noLocation: true });
    const [error] = validate(schema, document);
    if (error) throw error;
    const query: KnownQuery = { schema, document, timesAsked: 0, compiled: null };
    queries.set(text, query);
    return query;
  }

  function argumentsOf({ request, context }: Asked, { schema, document }: KnownQuery): ExecutionArgs {
    const { variables: variableValues, operationName } = request;
    return { schema, document, contextValue: context, variableValues, operationName };
  }

  function answerOf({ data, errors }: ExecutionResult, { requestId }: RequestContext): SubgraphAnswer {
    if (errors) logUnexpected(errors, name, requestId);
    return {
      ...(data === undefined ? {} : { data }),
      ...(errors ? { errors: errors.map((error) => error.toJSON()) } : {}),
    };
  }

  return {
    takesCombined: true,
    async process(asked) {
      const { context } = asked;
      // Whoever asked has gone: what the plan would fetch next is for no one.
      if (context.signal.aborted) return { errors: [CLIENT_LEFT] };
      const query = queryOf(asked);
      return answerOf(await executeOf(query)(argumentsOf(asked, query)), context);
    },
    async subscribe(asked) {
      const { context } = asked;
      const begun = await subscribe(argumentsOf(asked, queryOf(asked)));
      if (!(Symbol.asyncIterator in begun)) return answerOf(begun, context);
      return mapEvents(begun, (result) => answerOf(result, context));
    },
  };
}
