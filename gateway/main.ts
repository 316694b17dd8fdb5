import { ConfigurationError, readAll } from '../adapters/core/environment';
import { readSandboxConfig } from '../adapters/sandbox/config';
import { readSubgraphConfig } from '../subgraphs/config';
import { readAuthConfig } from './auth/config';
import { readGatewayConfig } from './config';
import { readLedgerConfig } from '../subgraphs/orders/config';
import { createProgressDisplay } from './embedded/index-progress';
import { startEmbedded } from './embedded/start-embedded';
import { readHttpConfig } from '../subgraphs/http/config';
import { closeOnSignal } from '../subgraphs/http/signals';
import { readHostPolicy } from '../subgraphs/partners/config';
import { readSecretKeys } from '../subgraphs/partners/credentials/config';
import { readTelemetryConfig } from '../subgraphs/telemetry/config';
import { setLogLevel } from '../subgraphs/telemetry/log';
import { startTracing } from '../subgraphs/telemetry/tracing';

/** `npm start`: all of Pasar in one process. */
async function main(): Promise<void> {
  const options = readAll({
    gateway: () => readGatewayConfig(),
    auth: () => readAuthConfig(),
    http: () => readHttpConfig(),
    telemetry: () => readTelemetryConfig(),
    subgraphs: () => readSubgraphConfig(),
    orders: () => readLedgerConfig(),
    sandbox: () => readSandboxConfig(),
    secretKeys: () => readSecretKeys(),
    hosts: () => readHostPolicy(),
  });
  setLogLevel(options.telemetry);
  const stopTracing = await startTracing(options.telemetry, 'pasar');
  const display = createProgressDisplay(process.stdout);
  const starting = startEmbedded(options, {
    onProgress: (progress) => display.show(progress),
  });
  // From here on Ctrl-C stops cleanly, also in the middle of the start.
  closeOnSignal(async () => {
    display.stop();
    await (await starting).close();
    await stopTracing();
  });
  const { url } = await starting;
  process.stdout.write(`Pasar is up: ${url}/graphql (open it in a browser for the playground)\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exit(1);
});
