import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigurationError, readAll } from '../adapters/core/environment';
import { readAuthConfig } from './auth/config';
import { openTokenAuthority } from './auth/token-authority';
import { readGatewayConfig } from './config';
import { createRemoteDataSource } from './data-sources/remote';
import { openDoor } from './door/http-door';
import { startGraphqlServer } from './graphql-server';
import { readHttpConfig } from '../subgraphs/http/config';
import { portOption } from '../subgraphs/http/port-option';
import { closeOnSignal } from '../subgraphs/http/signals';
import { readTelemetryConfig } from '../subgraphs/telemetry/config';
import { setLogLevel } from '../subgraphs/telemetry/log';
import { startTracing } from '../subgraphs/telemetry/tracing';

const USAGE = 'Usage: npm run gateway -- --supergraph FILE [--port N]';

/** `npm run gateway`: a gateway over any Federation 2 supergraph whose subgraphs are remote. */
async function main(): Promise<void> {
  const { config, auth, http, telemetry } = readAll({
    config: () => readGatewayConfig(),
    auth: () => readAuthConfig(),
    http: () => readHttpConfig(),
    telemetry: () => readTelemetryConfig(),
  });
  setLogLevel(telemetry);
  const { values } = parseArgs({ options: { supergraph: { type: 'string' }, port: { type: 'string' } } });
  if (values.supergraph === undefined) throw new ConfigurationError([`--supergraph: is missing. ${USAGE}`]);
  const server = await startGraphqlServer({
    supergraphSdl: await readSupergraph(values.supergraph),
    dataSource: ({ name, url }) =>
      createRemoteDataSource(name, config.subgraphUrls.get(name) ?? url, http.subgraphSecret),
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
    await stopTracing();
  });
}

async function readSupergraph(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError([`--supergraph: ${file} can't be read (${code ?? 'unknown reason'})`]);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
