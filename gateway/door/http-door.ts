import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { openHttpEndpoint, type HttpEndpoint } from '../../subgraphs/http/graphql-endpoint';
import type { TokenAuthority } from '../auth/token-authority';
import type { GraphqlServer } from '../graphql-server';
import type { HttpConfig } from '../../subgraphs/http/config';
import { addConsole } from './console-page';
import { addDefinitionSchema } from './definition-schema';
import { addLoadShedding, type LoadLimits } from './load-shedding';
import { addReadiness } from './readiness';
import { addPlayground, CONTENT_SECURITY_POLICY } from './playground-page';
import { addWebSocket } from './websocket';
import { addPlaygroundTokens } from './playground-tokens';

export interface DoorOptions {
  readonly limits: LoadLimits;
  /** Who says who is asking. */
  readonly authority: TokenAuthority;
  /** Whether the playground gets tokens: only where all that they open is invented. */
  readonly playgroundTokens?: boolean;
  /** Routes of subgraphs that run in this process, such as those that marketplaces report to. */
  addRoutes?(app: FastifyInstance): void;
}

/** The HTTP side of the gateway: a limit to its load, safe headers, readiness, playground, GraphQL with bearer tokens. */
export async function openDoor(
  server: GraphqlServer,
  address: HttpConfig & { port: number },
  { limits, authority, playgroundTokens = false, addRoutes }: DoorOptions,
): Promise<HttpEndpoint> {
  return openHttpEndpoint(server, address, {
    identify: ({ headers }) => authority.identify(headers.authorization),
    prepare: async (app) => {
      const gate = await addLoadShedding(app, limits);
      await app.register(helmet, {
        contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
        hsts: false, // TLS ends before Pasar, if there is any
      });
      addReadiness(app, server);
      await addPlayground(app);
      await addConsole(app);
      await addDefinitionSchema(app);
      const { deadlineMs } = address;
      addWebSocket(app, { server, authority, gate, deadlineMs, maxSockets: limits.maxStreams });
      if (playgroundTokens) addPlaygroundTokens(app, authority);
      addRoutes?.(app);
    },
  });
}
