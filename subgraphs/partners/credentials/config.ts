import { z } from 'zod';
import { readEnvironment, type Environment } from '../../../adapters/core/environment';
import { openKeyFile } from '../../key-file';
import { SECRET_KEY_BYTES, secretKey, type SecretKey } from './secret-box';

const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Newest first. What is wrong is told by its place in the list: no part of a key is ever repeated. */
const secretKeys = z.string().transform((text, context) =>
  text.split(',').map((entry, index): SecretKey => {
    const bytes = bytesOf(entry.trim());
    if (bytes !== null) return secretKey(bytes);
    context.addIssue({
      code: 'custom',
      message:
        `key ${index + 1} must be ${SECRET_KEY_BYTES} bytes as 64 hex characters or as base64, ` +
        'for example those of: openssl rand -hex 32',
    });
    return z.NEVER;
  }),
);
const schema = z.object({
  PASAR_SECRET_KEY: secretKeys.optional(),
  PASAR_DATA_DIR: z.string().default('.pasar'),
});

function bytesOf(text: string): Uint8Array | null {
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  if (!BASE64.test(text)) return null;
  const bytes = Buffer.from(text, 'base64'); // reads base64url as well
  return bytes.length === SECRET_KEY_BYTES ? bytes : null;
}

/**
 * The keys that partners' credentials are sealed with, newest first; without any a key of this machine's own,
 * in the data folder. Replicas that share a database have to share their keys.
 */
export function readSecretKeys(environment: Environment = process.env): readonly SecretKey[] {
  const { PASAR_SECRET_KEY: keys, PASAR_DATA_DIR: dataDir } = readEnvironment(schema, environment);
  if (keys !== undefined) return keys;
  const bytes = openKeyFile(dataDir, 'secret-key', {
    instead: 'set PASAR_SECRET_KEY',
    broken: 'restore it, or delete it, and partners have to give their credentials again',
  });
  return [secretKey(bytes)];
}
