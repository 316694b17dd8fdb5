import { parentPort, workerData } from 'node:worker_threads';
import { startSandbox, type SandboxOptions } from './start';

/** The sandbox in a thread of its own: its work is the marketplaces', not the gateway's. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(workerData as SandboxOptions);
  parentPort?.postMessage(sandbox.access);
  parentPort?.once('message', () => {
    void sandbox.close().then(() => parentPort?.close());
  });
}

void main();
