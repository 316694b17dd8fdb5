import type { GraphQLDataSource } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';
import { execute, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../subgraphs/request-context';
import { logUnexpected } from '../../subgraphs/http/unexpected-errors';

/** Characters of queries that are kept parsed: the planner makes few different ones per operation. */
const CHARACTERS_KEPT = 4_000_000;

const CLIENT_LEFT = { message: 'The client has gone.', extensions: { code: 'TIMEOUT' } };

export interface InProcessSubgraph {
  readonly name: string;
  /** As it is when it is read: a schema may grow while it is served. */
  readonly schema: GraphQLSchema;
}

/** A subgraph in this process: no socket, and each of its queries is parsed and validated once. */
export function createInProcessDataSource(subgraph: InProcessSubgraph): GraphQLDataSource {
  const { name } = subgraph;
  let known: GraphQLSchema | null = null;
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: CHARACTERS_KEPT,
    sizeCalculation: (_, query) => Math.max(1, query.length),
  });

  function document(query: string, schema: GraphQLSchema): DocumentNode {
    // What was validated against another schema has to be again.
    if (schema !== known) documents.clear();
    known = schema;
    const parsedBefore = documents.get(query);
    if (parsedBefore) return parsedBefore;
    const parsed = parse(query, { noLocation: true });
    const [error] = validate(schema, parsed);
    if (error) throw error;
    documents.set(query, parsed);
    return parsed;
  }

  return {
    async process({ request, context }) {
      // Whoever asked has gone: what the plan would fetch next is for no one.
      if ((context as RequestContext).signal.aborted) return { errors: [CLIENT_LEFT] };
      const { schema } = subgraph;
      const { data, errors } = await execute({
        schema,
        document: document(request.query ?? '', schema),
        contextValue: context,
        ...(request.variables ? { variableValues: request.variables } : {}),
        ...(request.operationName ? { operationName: request.operationName } : {}),
      });
      if (errors) logUnexpected(errors, name, context['requestId'] as string | undefined);
      return {
        ...(data === undefined ? {} : { data }),
        ...(errors ? { errors: errors.map((error) => error.toJSON()) } : {}),
      };
    },
  };
}
