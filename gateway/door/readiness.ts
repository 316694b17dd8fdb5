import type { FastifyInstance } from 'fastify';
import { createRequestContext } from '../../subgraphs/request-context';
import type { GraphqlServer } from '../graphql-server';

interface IndexedMarketplace {
  readonly id: string;
  readonly index: {
    readonly status: string;
    readonly offerCount: number;
    readonly expectedCount: number | null;
    readonly feedCount: number;
    readonly completeFeedCount: number;
  };
}

const QUESTION =
  '{ marketplaces { id index { status offerCount expectedCount feedCount completeFeedCount } } }';

/** `/health/ready`: it answers queries, and how far each index is. */
export function addReadiness(app: FastifyInstance, server: GraphqlServer): void {
  app.get('/health/ready', async (_request, reply) => {
    const { kind, data, errors } = await ask(server);
    if (kind === 'other-supergraph') return { status: 'ready' };
    if (data === null) return reply.status(503).send({ status: 'not-ready', problem: errors });
    return {
      status: 'ready',
      marketplaces: data.map(({ id, index }) => ({
        id,
        status: index.status,
        indexed: index.offerCount,
        expected: index.expectedCount,
        feeds: index.feedCount,
        completeFeeds: index.completeFeedCount,
      })),
    };
  });
}

/** Asked through the graph itself, so that the answer is that of the subgraphs, wherever they run. */
async function ask(server: GraphqlServer): Promise<{
  kind: 'pasar' | 'other-supergraph';
  data: readonly IndexedMarketplace[] | null;
  errors: string;
}> {
  const response = await server.executeOperation<{ marketplaces: IndexedMarketplace[] }>(
    { query: QUESTION },
    { contextValue: createRequestContext() },
  );
  if (response.body.kind !== 'single') return { kind: 'pasar', data: null, errors: 'an unexpected answer' };
  const { data, errors } = response.body.singleResult;
  const invalid = errors?.some((error) => error.extensions?.['code'] === 'GRAPHQL_VALIDATION_FAILED');
  if (invalid) return { kind: 'other-supergraph', data: null, errors: '' };
  return { kind: 'pasar', data: data?.marketplaces ?? null, errors: errors?.[0]?.message ?? 'no answer' };
}
