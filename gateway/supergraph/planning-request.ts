import { getOperationAST, parse, validate, type GraphQLSchema } from 'graphql';
import type { Actor, Role } from '../../adapters/core/actor';
import { createRequestContext } from '../../subgraphs/request-context';
import { withDeferral } from '../../subgraphs/http/incremental/deferral-slot';
import { log } from '../../subgraphs/telemetry/log';
import { placeholderVariables } from './placeholder-variables';
import type { RecentOperation } from './recent-operations';
import type { Executor } from '../../subgraphs/http/executor';

type Request = Parameters<Executor>[0];

const NOTHING_CACHED: Request['cache'] = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(true),
};

/**
 * The request that Apollo Server would make of an operation, for it to be planned under the very keys that
 * real requests use; null where the schema doesn't know its fields. Limits that hold whatever the schema
 * were kept when it was first sent.
 */
export function planningRequest(
  { text, queryHash, operationName, role }: RecentOperation,
  schema: GraphQLSchema,
): Request | null {
  const document = parse(text);
  const operation = getOperationAST(document, operationName);
  if (!operation || validate(schema, document).length > 0) return null;
  return {
    request: {
      query: text,
      variables: placeholderVariables(operation, schema),
      ...(operationName === null ? {} : { operationName }),
    },
    source: text,
    document,
    operation,
    operationName: operation.name?.value ?? null,
    queryHash,
    schema,
    schemaHash: '' as Request['schemaHash'], // no one reads it since Apollo Server 4
    // Whoever defers something takes an answer in parts, and that has a plan of its own.
    context: withDeferral(createRequestContext({ actor: role === null ? undefined : someoneWith(role) })),
    logger: log,
    cache: NOTHING_CACHED,
    metrics: {},
    overallCachePolicy: null,
  };
}

/** Plans depend on what a caller may select, and that on the role alone. */
function someoneWith(role: Role): Actor {
  return {
    subject: 'warm-up',
    role,
    institution: null,
    workUnit: null,
    marketplace: null,
    person: { name: null, email: null, phone: null },
  };
}
