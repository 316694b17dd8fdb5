import { ConfigurationError } from '../core/environment';
import { readSandboxConfig } from './config';
import { environmentOf } from './environment-of';
import { startSandbox } from './start';

/** `npm run sandbox`: only the fake marketplaces, until Ctrl-C. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(readSandboxConfig());
  process.stdout.write(
    [
      'Sandbox marketplaces are up. For a gateway that uses them, in another terminal:',
      '',
      ...environmentOf(sandbox.access),
      '',
    ].join('\n'),
  );
  const stop = (): void => void sandbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exit(1);
});
