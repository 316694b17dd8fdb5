import type { Actor } from '../../adapters/core/actor';
import { createInProcessDataSource, type InProcessSubgraph } from '../../gateway/data-sources/in-process';
import { startGraphqlServer } from '../../gateway/graphql-server';
import { createRequestContext } from '../../subgraphs/request-context';
import { schemaOf, supergraphOf, type GuardedAnswer, type TestSubgraph } from './guarded-graph';

/** A subgraph as it is deployed: another version is another deployment, at an address of its own. */
export interface DeployedSubgraph extends TestSubgraph {
  readonly version?: number;
}

export interface Question {
  readonly actor?: Actor | null;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** A server whose supergraph a test swaps, over subgraphs in this process. */
export interface SwappingGraph {
  readonly server: Awaited<ReturnType<typeof startGraphqlServer>>;
  /** The queries that reached subgraphs, each after its subgraph's address. */
  readonly asked: string[];
  /** The addresses for which a data source was made. */
  readonly made: string[];
  ask(query: string, question?: Question): Promise<GuardedAnswer>;
  /** Deploys these and serves their supergraph. */
  swap(subgraphs: readonly DeployedSubgraph[]): Promise<void>;
  /** Deploys these without serving them: their supergraph's SDL. */
  deploy(subgraphs: readonly DeployedSubgraph[]): string;
}

const addressOf = ({ name, version = 1 }: DeployedSubgraph): string => `http://${name}/${version}`;

/** Makes the supergraphs' SDL and the data sources of what it deployed. */
export function createDeployments() {
  const deployed = new Map<string, InProcessSubgraph>();
  const asked: string[] = [];
  const made: string[] = [];
  return {
    asked,
    made,
    deploy(subgraphs: readonly DeployedSubgraph[]): string {
      for (const subgraph of subgraphs)
        deployed.set(addressOf(subgraph), { name: subgraph.name, schema: schemaOf(subgraph) });
      return subgraphs.reduce(
        (sdl, subgraph) => sdl.replace(`"http://${subgraph.name}"`, `"${addressOf(subgraph)}"`),
        supergraphOf(subgraphs),
      );
    },
    dataSource({ url }: { url: string }) {
      const subgraph = deployed.get(url);
      if (!subgraph) throw new Error(`nothing is deployed at ${url}`);
      made.push(url);
      const source = createInProcessDataSource(subgraph);
      const process: typeof source.process = (request) => {
        asked.push(`${url} ${request.request.query}`);
        return source.process(request);
      };
      return { process };
    },
  };
}

export async function startSwappingGraph(subgraphs: readonly DeployedSubgraph[]): Promise<SwappingGraph> {
  const { asked, made, deploy, dataSource } = createDeployments();
  const server = await startGraphqlServer({ supergraphSdl: deploy(subgraphs), dataSource });
  return {
    server,
    asked,
    made,
    deploy,
    async ask(query, { actor = null, ...request } = {}) {
      const { body } = await server.executeOperation(
        { query, ...request },
        { contextValue: createRequestContext({ actor: actor ?? undefined }) },
      );
      if (body.kind !== 'single') throw new Error('one answer is expected');
      return JSON.parse(JSON.stringify(body.singleResult)) as GuardedAnswer;
    },
    swap: (next) => server.swap({ sdl: deploy(next) }),
  };
}

/** Something that a test opens when it is time. */
export function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
