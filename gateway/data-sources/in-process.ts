import type { GraphQLDataSource } from '@apollo/gateway';
import { execute, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../subgraphs/request-context';
import { logUnexpected } from '../../subgraphs/http/unexpected-errors';

/** The planner makes few different queries per operation; beyond this the oldest are parsed again. */
const DOCUMENTS_KEPT = 1_000;

const CLIENT_LEFT = { message: 'The client has gone.', extensions: { code: 'TIMEOUT' } };

export interface InProcessSubgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
}

/** A subgraph in this process: no socket, and each of its queries is parsed and validated once. */
export function createInProcessDataSource({ name, schema }: InProcessSubgraph): GraphQLDataSource {
  const documents = new Map<string, DocumentNode>();

  function document(query: string): DocumentNode {
    const known = documents.get(query);
    if (known) return known;
    const parsed = parse(query, { noLocation: true });
    const [error] = validate(schema, parsed);
    if (error) throw error;
    const oldest = documents.size >= DOCUMENTS_KEPT ? documents.keys().next().value : undefined;
    if (oldest !== undefined) documents.delete(oldest);
    documents.set(query, parsed);
    return parsed;
  }

  return {
    async process({ request, context }) {
      // Whoever asked has gone: what the plan would fetch next is for no one.
      if ((context as RequestContext).signal.aborted) return { errors: [CLIENT_LEFT] };
      const { data, errors } = await execute({
        schema,
        document: document(request.query ?? ''),
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
