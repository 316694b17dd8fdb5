import { ConfigurationError, readAll } from '../adapters/core/environment';
import { readSandboxConfig } from '../adapters/sandbox/config';
import { readSubgraphConfig } from '../subgraphs/config';
import { readGatewayConfig } from './config';
import { createProgressDisplay } from './embedded/index-progress';
import { startEmbedded } from './embedded/start-embedded';
import { closeOnSignal } from '../subgraphs/http/signals';

/** `npm start`: all of Pasar in one process. */
async function main(): Promise<void> {
  const options = readAll({
    gateway: () => readGatewayConfig(),
    subgraphs: () => readSubgraphConfig(),
    sandbox: () => readSandboxConfig(),
  });
  const display = createProgressDisplay(process.stdout);
  const pasar = await startEmbedded(options, {
    onProgress: (progress) => display.show(progress),
    onProblem: (text) => process.stderr.write(`${text}\n`),
  });
  process.stdout.write(`Pasar is up: ${pasar.url}/graphql (open it in a browser for the playground)\n`);
  closeOnSignal(async () => {
    display.stop();
    await pasar.close();
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exit(1);
});
