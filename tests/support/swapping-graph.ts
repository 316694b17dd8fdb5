import type { Actor } from '../../adapters/core/actor';
import { createInProcessDataSource, type InProcessSubgraph } from '../../gateway/data-sources/in-process';
import { startGraphqlServer } from '../../gateway/graphql-server';
import { withDeferral } from '../../subgraphs/http/incremental/deferral-slot';
import { createRequestContext } from '../../subgraphs/request-context';
import {
  schemaOf,
  supergraphOf,
  type TestAnswer,
  type TestAnswerPart,
  type TestSubgraph,
} from './test-subgraphs';

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
  /** The addresses whose data source was closed: no supergraph that is loaded has them. */
  readonly closed: string[];
  ask(query: string, question?: Question): Promise<TestAnswer>;
  /** Asks as a client that takes an answer in parts. */
  askInParts(query: string, question?: Question): AsyncGenerator<TestAnswerPart>;
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
  const closed: string[] = [];
  return {
    asked,
    made,
    closed,
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
      return { process, close: () => void closed.push(url) };
    },
  };
}

export async function startSwappingGraph(subgraphs: readonly DeployedSubgraph[]): Promise<SwappingGraph> {
  const { asked, made, closed, deploy, dataSource } = createDeployments();
  const server = await startGraphqlServer({ supergraphSdl: deploy(subgraphs), dataSource });
  return {
    server,
    asked,
    made,
    closed,
    deploy,
    async ask(query, { actor = null, ...request } = {}) {
      const { body } = await server.executeOperation(
        { query, ...request },
        { contextValue: createRequestContext({ actor: actor ?? undefined }) },
      );
      if (body.kind !== 'single') throw new Error('one answer is expected');
      return JSON.parse(JSON.stringify(body.singleResult)) as TestAnswer;
    },
    async *askInParts(query, { actor = null, ...request } = {}) {
      const context = withDeferral(createRequestContext({ actor: actor ?? undefined }));
      const { body } = await server.executeOperation({ query, ...request }, { contextValue: context });
      const plain = (part: object) => JSON.parse(JSON.stringify(part)) as TestAnswerPart;
      yield plain(body.kind === 'single' ? body.singleResult : body.initialResult);
      if (body.kind === 'incremental') for await (const part of body.subsequentResults) yield plain(part);
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
