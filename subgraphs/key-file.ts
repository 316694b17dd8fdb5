import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../adapters/core/environment';

const KEY_BYTES = 32;

/** What an operator can do, in words that complete what is wrong. */
export interface KeyFileRemedies {
  /** In place of a key in a file. */
  readonly instead: string;
  /** Where the file holds something else. */
  readonly broken: string;
}

/**
 * A key in the data folder, for its owner's eyes; made when there is none. Whoever starts first makes it, and
 * everyone uses that one: a link appears whole or not at all.
 */
export function openKeyFile(dataDir: string, name: string, { instead, broken }: KeyFileRemedies): Uint8Array {
  const file = join(dataDir, name);
  try {
    const key = read(file) ?? create(dataDir, file);
    if (key.length === KEY_BYTES) return key;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError([
      `PASAR_DATA_DIR: ${file} can't be read or made (${code ?? 'unknown reason'}); ` +
        `give a folder that can be written, or ${instead}`,
    ]);
  }
  throw new ConfigurationError([`PASAR_DATA_DIR: ${file} is not a key; ${broken}`]);
}

function read(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function create(dataDir: string, file: string): Uint8Array {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    // On the disk before it has its name: what is sealed with a key that a power cut took is lost.
    writeFileSync(draft, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file);
}
