import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import type { Actor } from '../../adapters/core/actor';
import { readActorClaims } from '../../subgraphs/http/actor-claims';
import type { AuthConfig, JwksConfig } from './config';
import {
  DEVELOPMENT_ALGORITHM,
  DEVELOPMENT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  issueDevelopmentToken,
  openDevelopmentKey,
} from './development-key';
import { invalidToken, keysUnavailable, tokenError } from './token-errors';

/** Who says who is asking: an identity provider, or the development key of this machine. */
export interface TokenAuthority {
  /** Who bears an `Authorization` header; null without one. Throws for one that can't be believed. */
  identify(authorization: string | undefined): Promise<Actor | null>;
  /** Makes tokens; only the development key can. */
  readonly issue: ((actor: Actor, hours: number) => Promise<string>) | null;
}

/** Asymmetric ones only: with a public key no one can make a token. */
const PROVIDER_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 30;
const KEYS_ANSWER_WITHIN_MS = 3_000;
/** How soon keys are asked for again because of a token that none of them fits. */
const KEYS_COOLDOWN_MS = 30_000;
const LONGEST_TOKEN = 8 * 1024;

/** The authority that is configured; makes the development key where none is. */
export function openTokenAuthority({ jwks, dataDir }: AuthConfig): TokenAuthority {
  if (jwks !== null) {
    const { issuer, audience } = jwks;
    return {
      identify: bearerOf({ algorithms: PROVIDER_ALGORITHMS, issuer, audience }, providerKeys(jwks)),
      issue: null,
    };
  }
  const key = openDevelopmentKey(dataDir);
  return {
    identify: bearerOf(
      { algorithms: [DEVELOPMENT_ALGORITHM], issuer: DEVELOPMENT_ISSUER, audience: DEVELOPMENT_AUDIENCE },
      () => Promise.resolve(key),
    ),
    issue: (actor, hours) => issueDevelopmentToken(key, actor, hours),
  };
}

/** What a token that fits no key says about itself, as opposed to keys that can't be had. */
const TOKENS_FAULT = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

function providerKeys({ url }: JwksConfig): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: KEYS_ANSWER_WITHIN_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (TOKENS_FAULT.some((fault) => error instanceof fault)) throw error;
      throw keysUnavailable();
    }
  };
}

function bearerOf(accepted: JWTVerifyOptions, key: JWTVerifyGetKey): TokenAuthority['identify'] {
  return async (authorization) => {
    if (authorization === undefined) return null;
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
    if (token === undefined) {
      throw invalidToken('only bearer tokens are accepted. Send "Bearer", a space and the token.');
    }
    if (token.length > LONGEST_TOKEN) {
      throw invalidToken(`the token is longer than ${LONGEST_TOKEN} characters. Get one with fewer claims.`);
    }
    const { payload } = await jwtVerify(token, key, {
      ...accepted,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    }).catch((error: unknown) => {
      throw tokenError(error);
    });
    const { actor, problems } = readActorClaims(payload);
    if (actor !== null) return actor;
    const wrong = problems.map(({ claim, problem }) => `claim ${claim} ${problem}`).join('; ');
    throw invalidToken(`${wrong}. Get a token that says so.`);
  };
}
