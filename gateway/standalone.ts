import { parseArgs } from 'node:util';
import { ConfigurationError, readAll } from '../adapters/core/environment';
import { readAuthConfig } from './auth/config';
import { openTokenAuthority } from './auth/token-authority';
import { readGatewayConfig } from './config';
import { createRemoteDataSource } from './data-sources/remote';
import type { CreateDataSource } from './data-sources/reused';
import { openDoor } from './door/http-door';
import { startGraphqlServer } from './graphql-server';
import type { ServedGraph } from './embedded/serve-graph';
import { serveRegistry } from './supergraph/serve-registry';
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
  const remote: CreateDataSource = ({ name, url }) =>
    createRemoteDataSource(name, config.subgraphUrls.get(name) ?? url, http.subgraphSecret);
  const { databaseUrl, redisUrl } = subgraphs;
  const { server, close } =
    values.supergraph !== undefined
      ? await serveFile(values.supergraph, remote)
      : await serveRegistry({
          databaseUrl: required(databaseUrl),
          redisUrl,
          hosts,
          secretKeys,
          http,
          remote,
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
): Promise<Pick<ServedGraph, 'server' | 'close'>> {
  const server = await startGraphqlServer({ supergraph: await fileSupergraph(file).current(), dataSource });
  return { server, close: () => server.stop() };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
