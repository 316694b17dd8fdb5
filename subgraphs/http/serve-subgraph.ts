import { ApolloServer } from '@apollo/server';
import type { HttpConfig } from './config';
import type { RequestContext } from '../request-context';
import type { Subgraph } from '../subgraph';
import { openHttpEndpoint, type HttpEndpoint } from './graphql-endpoint';
import { serverOptions } from './server-options';

/** One subgraph on a port of its own. */
export async function serveSubgraph(
  { name, schema }: Subgraph,
  address: HttpConfig & { port: number },
): Promise<HttpEndpoint> {
  const server = new ApolloServer<RequestContext>({ ...serverOptions(name), schema });
  await server.start();
  return openHttpEndpoint(server, address, () => Promise.resolve());
}
