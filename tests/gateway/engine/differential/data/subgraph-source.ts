import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import {
  compileQuery,
  type ExecuteQuery,
} from '../../../../../gateway/data-sources/compiled-query/compile-query';
import type { SubgraphAnswer, SubgraphRequest } from '../../../../../gateway/data-sources/data-source';
import type { Resolvers } from './resolvers';

interface KnownQuery {
  readonly document: DocumentNode;
  readonly compiled: ExecuteQuery | null;
}

/**
 * A subgraph that answers over the graph's data. Its queries have to be valid, whoever wrote them, and compiled
 * they have to give the same.
 */
export function createSubgraph(sdl: string, resolvers: Resolvers) {
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: resolvers,
  });
  const queries = new Map<string, KnownQuery>();
  function queryOf(query: string): KnownQuery {
    const known = queries.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    const [error] = validate(schema, document);
    if (error) throw error;
    const parsed = { document, compiled: compileQuery(schema, document) };
    queries.set(query, parsed);
    return parsed;
  }
  return async ({ query, variables, operationName }: SubgraphRequest): Promise<SubgraphAnswer> => {
    const { document, compiled } = queryOf(query);
    const args = {
      schema,
      document,
      ...(variables ? { variableValues: variables } : {}),
      ...(operationName === undefined ? {} : { operationName }),
    };
    const answer = await execute(args);
    if (compiled && told(await compiled(args)) !== told(answer))
      throw new Error(`compiled, a subgraph answers otherwise: ${query}`);
    const { data, errors } = answer;
    return {
      ...(data === undefined ? {} : { data }),
      ...(errors ? { errors: errors.map((error) => error.toJSON()) } : {}),
    };
  };
}

/** Errors of fields that are resolved side by side may come in any order. */
function told({ data, errors }: ExecutionResult): string {
  return JSON.stringify([data, errors?.map((error) => JSON.stringify(error)).sort()]);
}
