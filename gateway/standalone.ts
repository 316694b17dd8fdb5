import { parseArgs } from 'node:util';
import { ConfigurationError, readAll } from '../adapters/core/environment';
import { readAuthConfig } from './auth/config';
import { openTokenAuthority } from './auth/token-authority';
import { readGatewayConfig } from './config';
import { createRemoteDataSource } from './data-sources/remote';
import { createSingleFlight } from './data-sources/single-flight';
import type { CreateDataSource } from './data-sources/reused';
import { openDoor } from './door/http-door';
import { startGraphqlServer } from './graphql-server';
import type { ServedGraph } from './embedded/serve-graph';
import { serveRegistry } from './supergraph/serve-registry';
import type { ExecutionOptions } from './supergraph/supergraph-generation';
import { fileSupergraph } from './supergraph/supergraph-source';
import { readSubgraphConfig } from '../subgraphs/config';
import { readHostPolicy } from '../subgraphs/partners/config';
import { readSecretKeys } from '../subgraphs/partners/credentials/config';
import { readHttpConfig } from '../subgraphs/http/config';
import { portOption } from '../subgraphs/http/port-option';
import { closeOnSignal } from '../subgraphs/http/signals';
import { readTelemetryConfig } from '../subgraphs/telemetry/config';
import { setLogLevel } from '../subgraphs/telemetry/log';
import { startTracing } from '../subgraphs/telemetry/tracing';

const USAGE = 'Usage: npm run gateway -- [--supergraph FILE] [--port N]';

/**
 * `npm run gateway`: a gateway over remote subgraphs. With `--supergraph` over any Federation 2 supergraph;
 * without it over Pasar's own, as the registry keeps it in the database, and each that is published after.
 */
async function main(): Promise<void> {
  const { config, auth, http, telemetry, subgraphs, hosts, secretKeys } = readAll({
    config: () => readGatewayConfig(),
    auth: () => readAuthConfig(),
    http: () => readHttpConfig(),
    telemetry: () => readTelemetryConfig(),
    subgraphs: () => readSubgraphConfig(),
    hosts: () => readHostPolicy(),
    secretKeys: () => readSecretKeys(),
  });
  setLogLevel(telemetry);
  const { values } = parseArgs({ options: { supergraph: { type: 'string' }, port: { type: 'string' } } });
  const singleFlight = config.singleFlight ? createSingleFlight() : null;
  const remote: CreateDataSource = ({ name, url }) =>
    createRemoteDataSource({
      name,
      url: config.subgraphUrls.get(name) ?? url,
      eventsUrl: config.eventUrls.get(name),
      secret: http.subgraphSecret,
      singleFlight,
    });
  const { databaseUrl, redisUrl } = subgraphs;
  const { server, close } =
    values.supergraph !== undefined
      ? await serveFile(values.supergraph, remote, { engine: config.engine, singleFlight })
      : await serveRegistry({
          databaseUrl: required(databaseUrl),
          redisUrl,
          hosts,
          secretKeys,
          http,
          remote,
          engine: config.engine,
          singleFlight,
        });
  const stopTracing = await startTracing(telemetry, 'pasar-gateway');
  const address = { ...http, port: portOption(values.port, config.port) };
  const door = await openDoor(server, address, {
    limits: config.limits,
    authority: openTokenAuthority(auth),
  });
  process.stdout.write(`Gateway is up: ${door.url}/graphql\n`);
  closeOnSignal(async () => {
    await door.close();
    await close();
    await stopTracing();
  });
}

function required(databaseUrl: string | null): string {
  if (databaseUrl !== null) return databaseUrl;
  throw new ConfigurationError([
    `--supergraph or DATABASE_URL: one of them is needed, to know what is served. ${USAGE}`,
  ]);
}

async function serveFile(
  file: string,
  dataSource: CreateDataSource,
  execution: ExecutionOptions,
): Promise<Pick<ServedGraph, 'server' | 'close'>> {
  const supergraph = await fileSupergraph(file).current();
  const server = await startGraphqlServer({ supergraph, dataSource, ...execution });
  return { server, close: () => server.stop() };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
