import { getOperationAST, type DocumentNode, type GraphQLSchema } from 'graphql';
import { createHash } from 'node:crypto';
import { createRequestContext } from '../../../../subgraphs/request-context';
import { log } from '../../../../subgraphs/telemetry/log';
import type { GatewayRequest } from '../../../../subgraphs/http/executor';

/** What a client asks: one of a document's operations. */
export interface Question {
  readonly text: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
}

export type Variables = Readonly<Record<string, unknown>>;

const NOTHING_CACHED: GatewayRequest['cache'] = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(true),
};

/** The request that Apollo Server would make of a question. */
export function engineRequest(
  { text, document, operationName }: Question,
  variables: Variables,
  schema: GraphQLSchema,
): GatewayRequest {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('a question names one operation of its document');
  return {
    request: {
      query: text,
      variables: structuredClone(variables),
      ...(operationName === null ? {} : { operationName }),
    },
    source: text,
    document,
    operation,
    operationName: operation.name?.value ?? null,
    queryHash: createHash('sha256').update(text).digest('hex'),
    schema,
    schemaHash: '' as GatewayRequest['schemaHash'],
    // Nobody is in a hurry here: a run is stopped on a difference, not on a slow machine.
    context: createRequestContext({ deadlineMs: 600_000 }),
    logger: log,
    cache: NOTHING_CACHED,
    metrics: {},
    overallCachePolicy: null,
  };
}
