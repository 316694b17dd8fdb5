import { SignJWT } from 'jose';
import type { Actor } from '../../adapters/core/actor';
import { actorClaims } from '../../subgraphs/http/actor-claims';
import { openKeyFile } from '../../subgraphs/key-file';

export const DEVELOPMENT_ALGORITHM = 'HS256';
export const DEVELOPMENT_ISSUER = 'pasar-development';
export const DEVELOPMENT_AUDIENCE = 'pasar';

/** The key that tokens are signed with where no identity provider is configured; made when there is none. */
export function openDevelopmentKey(dataDir: string): Uint8Array {
  return openKeyFile(dataDir, 'development-key', {
    instead: 'set PASAR_JWKS_URL',
    broken: 'delete it and another one is made',
  });
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
