import { z } from 'zod';
import { httpAddress, readEnvironment, type Environment } from '../../adapters/core/environment';

/** Where the keys of an identity provider are, and what its tokens have to say. */
export interface JwksConfig {
  readonly url: string;
  readonly issuer: string;
  readonly audience: string;
}

export interface AuthConfig {
  /** Without one, tokens are those of a development key in the data folder. */
  readonly jwks: JwksConfig | null;
  readonly dataDir: string;
}

const schema = z
  .object({
    PASAR_JWKS_URL: httpAddress.optional(),
    PASAR_JWT_ISSUER: z.string().optional(),
    PASAR_JWT_AUDIENCE: z.string().optional(),
    PASAR_DATA_DIR: z.string().default('.pasar'),
  })
  .transform(
    ({
      PASAR_JWKS_URL: url,
      PASAR_JWT_ISSUER: issuer,
      PASAR_JWT_AUDIENCE: audience,
      ...env
    }): AuthConfig => ({
      jwks:
        url !== undefined && issuer !== undefined && audience !== undefined
          ? { url, issuer, audience }
          : null,
      dataDir: env.PASAR_DATA_DIR,
    }),
  );

export function readAuthConfig(environment: Environment = process.env): AuthConfig {
  return readEnvironment(schema, environment, [['PASAR_JWKS_URL', 'PASAR_JWT_ISSUER', 'PASAR_JWT_AUDIENCE']]);
}
