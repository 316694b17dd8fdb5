import { ApolloGateway, type SupergraphSdlUpdateFunction } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import type { Actor } from '../../adapters/core/actor';
import { guardGateway } from '../../gateway/auth/guarded-gateway';
import { acceptSecurityFeatures } from '../../gateway/auth/security-directives';
import { createInProcessDataSource } from '../../gateway/data-sources/in-process';
import { composeSupergraph } from '../../schema/federation/compose';
import { createRequestContext, type RequestContext } from '../../subgraphs/request-context';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@shareable", "@external", "@authenticated", "@requiresScopes"])`;

type Resolvers =
  NonNullable<Exclude<Parameters<typeof buildSubgraphSchema>[0], { kind: string }>> extends {
    resolvers?: infer R;
  }
    ? NonNullable<R>
    : never;

export interface TestSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: Record<string, unknown>;
}

export function schemaOf({ sdl, resolvers }: TestSubgraph): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(`${LINK}\n${sdl}`), resolvers: resolvers as Resolvers });
}

export function supergraphOf(subgraphs: readonly TestSubgraph[]): string {
  return composeSupergraph(
    subgraphs.map(({ name, sdl }) => ({ name, url: `http://${name}`, sdl: `${LINK}\n${sdl}` })),
  );
}

export interface GuardedAnswer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Record<string, unknown>;
  }[];
}

/** A guarded gateway over subgraphs in this process, and the queries that reached them. */
export interface GuardedGraph {
  readonly queries: string[];
  ask(query: string, actor?: Actor | null, variables?: Record<string, unknown>): Promise<GuardedAnswer>;
  /** Serves another supergraph from now on. */
  update(subgraphs: readonly TestSubgraph[]): void;
  close(): Promise<void>;
}

export async function startGuardedGraph(subgraphs: readonly TestSubgraph[]): Promise<GuardedGraph> {
  const schemas = new Map(subgraphs.map((subgraph) => [subgraph.name, schemaOf(subgraph)]));
  const queries: string[] = [];
  let update: SupergraphSdlUpdateFunction = () => undefined;
  const gateway = new ApolloGateway({
    supergraphSdl: (options) => {
      ({ update } = options);
      return Promise.resolve({ supergraphSdl: acceptSecurityFeatures(supergraphOf(subgraphs)) });
    },
    buildService: ({ name }) => {
      const schema = schemas.get(name);
      if (!schema) throw new Error(name);
      const source = createInProcessDataSource({ name, schema });
      return {
        process: (request) => {
          queries.push(`${name}: ${request.request.query}`);
          return source.process(request);
        },
      };
    },
  });
  const server = new ApolloServer<RequestContext>({
    gateway: guardGateway(gateway),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
  });
  await server.start();
  return {
    queries,
    async ask(query, actor = null, variables = {}) {
      const { body } = await server.executeOperation(
        { query, variables },
        { contextValue: createRequestContext({ actor: actor ?? undefined }) },
      );
      if (body.kind !== 'single') throw new Error('one answer is expected');
      return JSON.parse(JSON.stringify(body.singleResult)) as GuardedAnswer;
    },
    update: (next) => update(acceptSecurityFeatures(supergraphOf(next))),
    close: () => server.stop(),
  };
}
