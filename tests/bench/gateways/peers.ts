import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, 'peers');

/** Installs what the other gateways need, once: it is not among Pasar's own dependencies. */
export function installPeers(): void {
  if (existsSync(join(FOLDER, 'node_modules'))) return;
  const { status } = spawnSync('npm', ['ci'], { cwd: FOLDER, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`npm ci failed in ${FOLDER}`);
}

/** Name and version of each. */
export function peerVersions(): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}
