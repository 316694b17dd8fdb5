import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../adapters/core/environment';

/**
 * One process per data folder: the embedded database can't be opened twice and would be damaged.
 * Gives the function that frees it. A lock left by a process that is gone is taken over.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'lock');
  if (!tryToWrite(file)) {
    const holder = Number(readFileSync(file, 'utf8'));
    if (holder !== process.pid && isRunning(holder)) {
      throw new ConfigurationError([
        `PASAR_DATA_DIR: ${dataDir} is in use by process ${holder}. Stop that one, or give this one another folder.`,
      ]);
    }
    rmSync(file, { force: true });
    if (!tryToWrite(file))
      throw new ConfigurationError([`PASAR_DATA_DIR: ${dataDir} was taken by another process just now.`]);
  }
  return () => rmSync(file, { force: true });
}

function tryToWrite(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
