import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ClientKeyOf } from '../planner/plan-keys';
import type { ResponsePath } from '../response-object';
import type { PathStep } from './flatten-path';

/** Apollo's code for what a subgraph gave none. */
const DOWNSTREAM_SERVICE_ERROR = 'DOWNSTREAM_SERVICE_ERROR';

/** A subgraph's error as the client gets it: with the path of the client's answer and the subgraph's name. */
export function subgraphError(
  error: GraphQLFormattedError,
  subgraph: string,
  path: ResponsePath | undefined,
): GraphQLError {
  return new GraphQLError(error.message || `Error while fetching subquery from service "${subgraph}"`, {
    originalError: error as Error & GraphQLFormattedError,
    ...(path === undefined ? {} : { path }),
    extensions: { code: DOWNSTREAM_SERVICE_ERROR, ...error.extensions, serviceName: subgraph },
  });
}

/** What was thrown instead of an answer. */
export function thrownError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new GraphQLError(originalError.message, { originalError });
}

/** Gives keys of a subgraph's answer the names that they have in the client's: the planner may alias fields. */
export function compileClientKeys(
  { outputRewrites = [] }: FetchNode,
  clientKeyOf: ClientKeyOf,
): (path: ResponsePath) => ResponsePath {
  const names = new Map(
    outputRewrites.flatMap((rewrite) => {
      const alias = rewrite.path.at(-1);
      return rewrite.kind === 'KeyRenamer' && alias !== undefined ? [[alias, rewrite.renameKeyTo]] : [];
    }),
  );
  return (path) => path.map((key) => (typeof key === 'string' ? clientKeyOf(names.get(key) ?? key) : key));
}

/** As far as the way to entities is the same for all of them: to the first list. */
export function commonPath(steps: readonly PathStep[]): ResponsePath {
  const end = steps.findIndex(({ kind }) => kind === 'items');
  return steps
    .slice(0, end === -1 ? undefined : end)
    .flatMap((step) => (step.kind === 'field' ? [step.key] : []));
}
