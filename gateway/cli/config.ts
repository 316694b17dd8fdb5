import type { Environment } from '../../adapters/core/environment';

/** `clientSecret` is in `PASAR_CREDENTIAL_CLIENT_SECRET`. */
export function credentialVariable(name: string): string {
  return `PASAR_CREDENTIAL_${name.replace(/([A-Z])/g, '_$1').toUpperCase()}`;
}

/** Those of these credentials that the environment holds; an empty variable counts as not set. */
export function readCredentialVariables(
  names: readonly string[],
  environment: Environment = process.env,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[credentialVariable(name)];
      return value === undefined || value.trim() === '' ? [] : [[name, value]];
    }),
  );
}
