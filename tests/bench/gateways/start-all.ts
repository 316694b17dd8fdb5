import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../support/free-port';
import { ask } from '../../support/graphql-client';
import { startProcess, type StartedProcess } from '../../support/processes';
import { until } from '../../support/until';
import type { Gateway } from './gateways';

/** A gateway that answers. */
export interface RunningGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly pid: number;
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 5_000;

/** Starts the subgraphs and the gateways over them, gives what they are to be used for, and stops them. */
export async function withAllStarted(
  gateways: readonly Gateway[],
  use: (running: readonly RunningGateway[], subgraphRequests: () => Promise<number>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pasar-gateways-'));
  const file = join(folder, 'supergraph.graphql');
  const started: StartedProcess[] = [];
  try {
    const subgraphs = startProcess(join(__dirname, 'subgraphs/main.ts'), [file], { NODE_ENV: 'production' });
    started.push(subgraphs);
    const [, meter = ''] = await subgraphs.printed(/counted at (\S+)/);
    const running: RunningGateway[] = [];
    // One after the other: they have to share the machine's few cores.
    for (const gateway of gateways) {
      const port = await freePort();
      const startedGateway = gateway.start(file, port);
      started.push(startedGateway);
      const url = `http://127.0.0.1:${port}`;
      await untilItAnswers(gateway, startedGateway, url);
      running.push({ gateway, url, pid: startedGateway.child.pid ?? 0 });
    }
    await use(running, async () => Number(await (await fetch(meter)).text()));
  } finally {
    await Promise.all(started.map(stop));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilItAnswers({ name }: Gateway, started: StartedProcess, url: string): Promise<void> {
  const hasAnswered = async () => {
    if (started.child.exitCode !== null) throw new Error(`${name} ended:\n${started.output()}`);
    const answer = await ask(url, '{ __typename }').catch(() => null);
    return answer?.data !== undefined;
  };
  await until(hasAnswered, START_WITHIN_MS);
}

/** Some of them take their time to end. */
async function stop(started: StartedProcess): Promise<void> {
  const ended = started.stop();
  const late = wait(STOP_WITHIN_MS, undefined, { ref: false }).then(() => started.stop('SIGKILL'));
  await Promise.race([ended, late]);
}
