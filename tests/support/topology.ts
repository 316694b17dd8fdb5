import { startSandbox, type Sandbox } from '../../adapters/sandbox/start';
import { environmentOf } from '../../adapters/sandbox/environment-of';
import type { SubgraphName } from '../../subgraphs/subgraph';
import { addressOf, startProcess, type StartedProcess } from './processes';

export interface TopologyOptions {
  readonly databaseUrl: string;
  /** Null for processes that tell each other nothing but through the database. */
  readonly redisUrl: string | null;
  /** Where the gateways' development key is. */
  readonly dataDir: string;
}

/** Pasar as docker-compose.yml runs it, with another gateway: a process per part, over one PostgreSQL. */
export interface Topology {
  /** Addresses of gateways, which serve what the registry keeps: there is no supergraph's file. */
  readonly gateways: readonly [string, string];
  /** The marketplaces that Pasar comes with; Jatim Bejo alone has a process here. */
  readonly sandbox: Sandbox;
  /** Everything that any of the processes printed. */
  output(): string;
  /** Starts one more gateway. */
  startGateway(): Promise<string>;
  /** Stops all as Ctrl-C does; gives the exit codes. */
  stop(): Promise<readonly (number | null)[]>;
}

const SUBGRAPHS: readonly SubgraphName[] = ['catalogue', 'partners', 'registry', 'orders', 'jatim-bejo'];
const SANDBOX_SCALE = 0.002;
const SHARED = {
  PASAR_SUBGRAPH_SECRET: 'the-secret-of-gateway-and-subgraphs',
  PASAR_SECRET_KEY: '5a'.repeat(32),
  PASAR_ALLOW_PRIVATE_HOSTS: '1',
  // A busy machine is no reason to answer with less than there is, or not at all.
  PASAR_DEADLINE_MS: '30000',
  PASAR_MAX_EVENT_LOOP_DELAY_MS: '60000',
} as const;

export async function startTopology(options: TopologyOptions): Promise<Topology> {
  const sandbox = await startSandbox({ scale: SANDBOX_SCALE });
  const running: StartedProcess[] = [];
  async function stop(): Promise<readonly (number | null)[]> {
    const codes = await Promise.all(running.map((started) => started.stop()));
    await sandbox.close();
    return codes;
  }
  try {
    const startGateway = await startSubgraphs(options, sandbox, (started) => running.push(started));
    return {
      // Both at once: one of them composes the first supergraph.
      gateways: await Promise.all([startGateway(), startGateway()]),
      sandbox,
      startGateway,
      output: () => running.map(({ output }) => output()).join(''),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Gives the function that starts a gateway over them. */
async function startSubgraphs(
  { databaseUrl, redisUrl, dataDir }: TopologyOptions,
  sandbox: Sandbox,
  onStarted: (started: StartedProcess) => void,
): Promise<() => Promise<string>> {
  const everywhere = {
    ...SHARED,
    DATABASE_URL: databaseUrl,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
  };
  function start(entry: string, args: readonly string[], environment: Record<string, string>) {
    const started = startProcess(entry, [...args, '--port', '0'], { ...everywhere, ...environment });
    onStarted(started);
    return addressOf(started);
  }
  const addresses = await Promise.all(
    SUBGRAPHS.map(async (name) => {
      const url = await start('subgraphs/main.ts', [name], jatimBejoOf(sandbox));
      return `${name}=${url}/graphql`;
    }),
  );
  const environment = { PASAR_SUBGRAPH_URLS: addresses.join(','), PASAR_DATA_DIR: dataDir };
  return () => start('gateway/standalone.ts', [], environment);
}

/** The variables that point a process at the sandbox's Jatim Bejo. */
function jatimBejoOf({ access }: Sandbox): Record<string, string> {
  const lines = environmentOf(access).map((line) => /^export (PASAR_JATIM_BEJO_\w+)='(.*)'$/.exec(line));
  return Object.fromEntries(
    lines.flatMap((line): [string, string][] => (line ? [[line[1] ?? '', line[2] ?? '']] : [])),
  );
}
