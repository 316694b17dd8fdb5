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
  const starting = startEmbedded(options, {
    onProgress: (progress) => display.show(progress),
    onProblem: (text) => process.stderr.write(`${text}\n`),
  });
  // From here on Ctrl-C stops cleanly, also in the middle of the start.
  closeOnSignal(async () => {
    display.stop();
    await (await starting).close();
  });
  const { url } = await starting;
  process.stdout.write(`Pasar is up: ${url}/graphql (open it in a browser for the playground)\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exit(1);
});
