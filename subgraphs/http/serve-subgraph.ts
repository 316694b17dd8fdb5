import { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { HttpConfig } from './config';
import type { RequestContext } from '../request-context';
import type { GrowingSubgraph } from '../growing-subgraph';
import { openHttpEndpoint, type HttpEndpoint } from './graphql-endpoint';
import { createGrowingSchema } from './growing-schema';
import { createSignatureGuard } from './request-signature';
import { serverOptions } from './server-options';

/** One subgraph on a port of its own, for requests that the gateway signed; and what routes it has beside GraphQL. */
export async function serveSubgraph(
  subgraph: GrowingSubgraph,
  address: HttpConfig & { port: number; subgraphSecret: string },
  addRoutes: (app: FastifyInstance) => void = () => undefined,
): Promise<HttpEndpoint> {
  const { name } = subgraph;
  const schema = createGrowingSchema(subgraph.current().schema);
  subgraph.onGrown((grown) => schema.update(grown.schema));
  const server = new ApolloServer<RequestContext>({ ...serverOptions(name), gateway: schema.gateway });
  await server.start();
  const { identify, prepare } = createSignatureGuard(name, address.subgraphSecret);
  return openHttpEndpoint(server, address, {
    identify,
    prepare: (app) => {
      prepare(app);
      addRoutes(app);
      return Promise.resolve();
    },
  });
}
