import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { until } from './until';

const ROOT = join(__dirname, '../..');

/** A process of Pasar's as a person would start it, and what it printed. */
export interface StartedProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Waits until it has printed this, and gives the match; fails when it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit code, once it has ended by itself. */
  readonly exited: Promise<number | null>;
  /** Stops it like Ctrl-C does; gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Variables of the machine that would change what is tested. */
const LEFT_OUT = /^(PASAR_|DATABASE_URL|REDIS_URL|PORT$|CI$|NODE_OPTIONS|JEST_)/;

/** As the scripts of package.json start Pasar. */
const FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=40', 'gateway/launch.js'];

export function startProcess(
  entry: string,
  args: readonly string[] = [],
  environment: Record<string, string> = {},
): StartedProcess {
  return startNode([...FLAGS, entry, ...args], environment);
}

/** Any process of Node's, with the arguments that are given and no others. */
export function startNode(args: readonly string[], environment: Record<string, string> = {}): StartedProcess {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !LEFT_OUT.test(name)));
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let ended = false;
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      ended = true;
      resolve(code);
    });
  });
  return {
    child,
    output: () => output,
    exited: exit,
    async printed(pattern) {
      await until(() => pattern.test(output) || ended, 120_000);
      const match = pattern.exec(output);
      if (!match) throw new Error(`${args.join(' ')} ended without printing ${pattern}:\n${output}`);
      return match;
    },
    stop(signal = 'SIGINT') {
      if (!ended) child.kill(signal);
      return exit;
    },
  };
}

/** The gateway's address, once it is up. */
export async function addressOf(started: StartedProcess): Promise<string> {
  const [, url] = await started.printed(/is up: (http:\/\/[^/\s]+)/);
  if (url === undefined) throw new Error('no address');
  return url;
}

/** The variables that `npm run sandbox` prints. */
export async function environmentFrom(sandbox: StartedProcess): Promise<Record<string, string>> {
  await sandbox.printed(/export PASAR_INAPROC_TOKEN=/);
  return Object.fromEntries(
    [...sandbox.output().matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  );
}
