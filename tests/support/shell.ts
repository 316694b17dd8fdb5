import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until';

export interface ShellOptions {
  /** Where scripts begin. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A person's terminal: what one script exports, the next one has. */
export interface Shell {
  /** Runs a script until its first command fails. One that ends the shell ends it for good. */
  run(script: string): Promise<Ran>;
  /** The same beside it: whatever becomes of it, the shell goes on; nothing that it exports stays. */
  runAside(script: string): Promise<Ran>;
  /** Begins a script that goes on by itself. */
  start(script: string): Started;
  /** Ends whatever is still running, also what scripts began. */
  close(): Promise<void>;
}
export interface Ran {
  readonly code: number;
  readonly output: string;
}
export interface Started {
  readonly output: () => string;
  readonly isRunning: () => boolean;
}

/** Variables of the machine, of jest and of the npm that started it, which would change what scripts do. */
const LEFT_OUT = /^(PASAR_|DATABASE_URL|REDIS_URL|PORT$|CI$|NODE_OPTIONS|NODE_ENV|JEST_|npm_|INIT_CWD)/;
const LONGEST_MS = 240_000;

export function openShell({ folder, environment }: ShellOptions): Shell {
  const inherited = Object.entries(process.env).filter(([name]) => !LEFT_OUT.test(name));
  const running: Watched[] = [];
  let scripts = 0;

  function launch(args: readonly string[]): Watched {
    const child = spawn('bash', ['--noprofile', '--norc', ...args], {
      cwd: folder,
      env: { ...Object.fromEntries(inherited), ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true, // a process group of its own, that can be ended as one
    });
    const watched = watch(child);
    running.push(watched);
    return watched;
  }

  function written(script: string): string {
    const file = join(folder, `.script-${(scripts += 1)}.sh`);
    writeFileSync(file, `${script}\n`);
    return file;
  }

  const terminal = launch(['-s']);
  terminal.child.stdin?.write('exec 2>&1\n');

  async function ran(script: string, command: (file: string) => string): Promise<Ran> {
    if (!terminal.isRunning()) throw new Error('the shell has ended');
    const from = terminal.output().length;
    const file = written(script);
    const end = new RegExp(`\\n<end of ${scripts}: (\\d+)>\\n`);
    terminal.child.stdin?.write(`${command(file)}; printf '\\n<end of ${scripts}: %d>\\n' $code\n`);
    await until(() => end.test(terminal.output().slice(from)) || !terminal.isRunning(), LONGEST_MS);
    const output = terminal.output().slice(from);
    const match = end.exec(output);
    if (match === null) return { code: terminal.child.exitCode ?? 1, output };
    return { code: Number(match[1]), output: output.slice(0, match.index) };
  }

  return {
    run: (script) => ran(script, (file) => `set -e; . '${file}' < /dev/null; set +e; code=0`),
    runAside: (script) => ran(script, (file) => `( set -e; . '${file}' ) < /dev/null; code=$?`),
    start: (script) => launch([written(script)]),
    async close() {
      await Promise.all(running.map((each) => each.end()));
    },
  };
}

interface Watched extends Started {
  readonly child: ChildProcess;
  end(): Promise<void>;
}

function watch(child: ChildProcess): Watched {
  let output = '';
  let ended = false;
  // By characters, some of which are several bytes and may come in two pieces.
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.once('close', () => {
    ended = true;
  });
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch (error) {
      // No one of the group is left.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  return {
    child,
    output: () => output,
    isRunning: () => !ended && child.exitCode === null,
    async end() {
      kill('SIGINT');
      await until(() => ended, 5_000).catch(() => undefined); // what does not go is made to
      kill('SIGKILL');
      await until(() => ended, 20_000);
    },
  };
}
