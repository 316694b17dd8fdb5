import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import type { Credentials } from '../../../adapters/core/credentials';

/** A key that credentials are sealed with. Printing it shows no material; threads can be given it. */
export interface SecretKey {
  /** Which one it is: the beginning of its SHA-256. */
  readonly id: string;
  readonly material: KeyObject;
}

/** Seals partners' credentials for the database, and opens them. */
export interface SecretBox {
  /** Opens in the same context only: a text copied to another partner's row does not. */
  seal(plain: Credentials, context: string): string;
  /** Throws where the key is not known, and where text and context are not what was sealed. */
  open(sealed: string, context: string): Credentials;
  /** Was it sealed with the newest key? What wasn't should be sealed again before its key goes. */
  isCurrent(sealed: string): boolean;
}

export const SECRET_KEY_BYTES = 32;
const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12; // what GCM is made for (NIST SP 800-38D, 8.2); random, so a key is good for 2^32 texts
const TAG_BYTES = 16;
const KEY_ID_BYTES = 8;
/** `v1`, the key's id, and nonce, tag and ciphertext. */
const SEALED = /^v1\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)$/;

const credentials = z.record(z.string(), z.string());

/** A key of its 32 bytes. */
export function secretKey(bytes: Uint8Array): SecretKey {
  if (bytes.length !== SECRET_KEY_BYTES) throw new Error(`a secret key has ${SECRET_KEY_BYTES} bytes`);
  const id = createHash('sha256').update(bytes).digest().subarray(0, KEY_ID_BYTES).toString('hex');
  return { id, material: createSecretKey(bytes) };
}

/** AES-256-GCM. The first key seals, all of them open: so keys are changed while old texts are still there. */
export function createSecretBox(keys: readonly SecretKey[]): SecretBox {
  const [newest] = keys;
  if (newest === undefined) throw new Error('a secret box needs a key');
  const known = new Map(keys.map((key) => [key.id, key]));

  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, newest.material, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(boundTo(newest.id, context));
      const text = Buffer.concat([cipher.update(JSON.stringify(plain), 'utf8'), cipher.final()]);
      const bytes = Buffer.concat([nonce, cipher.getAuthTag(), text]);
      return `${VERSION}.${newest.id}.${bytes.toString('base64url')}`;
    },
    open(sealed, context) {
      const { keyId, bytes } = divide(sealed);
      const key = known.get(keyId);
      if (key === undefined) {
        throw new Error(
          `sealed credentials: key ${keyId} is not known here; it is missing in PASAR_SECRET_KEY`,
        );
      }
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(CIPHER, key.material, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(boundTo(keyId, context));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        const whole = Buffer.concat([text, decipher.final()]); // which throws where it is not genuine
        return credentials.parse(JSON.parse(whole.toString('utf8')));
      } catch {
        throw damaged(); // and no more: the parser's own errors quote what they read
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${newest.id}.`),
  };
}

/** What else has to be as it was, though it is not sealed. */
function boundTo(keyId: string, context: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${context}`, 'utf8');
}

function divide(sealed: string): { readonly keyId: string; readonly bytes: Buffer } {
  const [, keyId, text] = SEALED.exec(sealed) ?? [];
  if (keyId === undefined || text === undefined) throw damaged();
  const bytes = Buffer.from(text, 'base64url');
  // Node reads past what is no base64url, and several texts say the same bytes: only one of them was sealed.
  if (bytes.toString('base64url') !== text || bytes.length < NONCE_BYTES + TAG_BYTES) throw damaged();
  return { keyId, bytes };
}

function damaged(): Error {
  return new Error(
    'sealed credentials: the text is damaged, or was sealed for another marketplace or version',
  );
}
