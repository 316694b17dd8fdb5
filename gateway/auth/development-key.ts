import { SignJWT } from 'jose';
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '../../adapters/core/actor';
import { ConfigurationError } from '../../adapters/core/environment';
import { actorClaims } from '../../subgraphs/http/actor-claims';

export const DEVELOPMENT_ALGORITHM = 'HS256';
export const DEVELOPMENT_ISSUER = 'pasar-development';
export const DEVELOPMENT_AUDIENCE = 'pasar';

const KEY_BYTES = 32;

/**
 * The key that tokens are signed with where no identity provider is configured; made when there is none.
 * Whoever starts first makes it, and everyone uses that one: a link appears whole or not at all.
 */
export function openDevelopmentKey(dataDir: string): Uint8Array {
  const file = join(dataDir, 'development-key');
  try {
    const key = read(file) ?? create(dataDir, file);
    if (key.length === KEY_BYTES) return key;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError([
      `PASAR_DATA_DIR: ${file} can't be read or made (${code ?? 'unknown reason'}); ` +
        'give a folder that can be written, or set PASAR_JWKS_URL',
    ]);
  }
  throw new ConfigurationError([`PASAR_DATA_DIR: ${file} is not a key; delete it and another one is made`]);
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
    writeFileSync(draft, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file);
}

/** A bearer token for an actor, valid for so many hours from now. */
export function issueDevelopmentToken(key: Uint8Array, actor: Actor, hours: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...actorClaims(actor) })
    .setProtectedHeader({ alg: DEVELOPMENT_ALGORITHM, typ: 'JWT' })
    .setIssuedAt(now)
    .setExpirationTime(now + Math.round(hours * 3_600))
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(DEVELOPMENT_AUDIENCE)
    .sign(key);
}
