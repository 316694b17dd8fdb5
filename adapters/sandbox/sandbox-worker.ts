import { parentPort, workerData } from 'node:worker_threads';
import { startSandbox, type SandboxOptions } from './start';

/** The sandbox in a thread of its own: its work is the marketplaces', not the gateway's. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(workerData as SandboxOptions);
  parentPort?.postMessage(sandbox.access);
  parentPort?.on('message', (message: 'close' | { readonly reportTo: string }) => {
    if (message === 'close') void sandbox.close().then(() => parentPort?.close());
    else sandbox.reportTo(message.reportTo);
  });
}

void main();
