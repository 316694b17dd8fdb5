import type { Credentials } from '../../adapters/core/credentials';
import {
  credentialNames,
  optionalCredentialNames,
  type PartnerDefinition,
} from '../../adapters/partners/partner-definition';
import { CommandFailed } from './command';
import { credentialVariable, readCredentialVariables } from './config';

/** The same, or null where none at all is given: those that were given before are meant. */
export function credentialsGiven(
  definition: PartnerDefinition,
  options: readonly string[],
): Credentials | null {
  const names = credentialNames(definition);
  const isSilent = options.length === 0 && Object.keys(readCredentialVariables(names)).length === 0;
  return isSilent && names.length > 0 ? null : credentialsFor(definition, options);
}

/** The credentials of a definition: from `name=value` options, or else from the environment. */
export function credentialsFor(definition: PartnerDefinition, options: readonly string[]): Credentials {
  const required = credentialNames(definition);
  const names = [...required, ...optionalCredentialNames(definition)];
  const given = { ...readCredentialVariables(names), ...parseOptions(options, names) };
  const missing = required.filter((name) => given[name] === undefined);
  if (missing.length === 0) return given;
  const ways = missing.map((name) => `--credential ${name}=… or ${credentialVariable(name)}`);
  throw new CommandFailed(`credentials are missing: ${missing.join(', ')}; give ${ways.join(', ')}`, 2);
}

function parseOptions(options: readonly string[], names: readonly string[]): Credentials {
  return Object.fromEntries(
    options.map((option) => {
      const [name = '', ...rest] = option.split('=');
      // What is no pair may be a secret by itself, and is not repeated.
      if (rest.length === 0) throw new CommandFailed('--credential: must be name=value', 2);
      if (names.includes(name)) return [name, rest.join('=')];
      const known = names.length === 0 ? 'this definition needs none' : `must be one of ${names.join(', ')}`;
      throw new CommandFailed(`--credential: "${name}" is not known; ${known}`, 2);
    }),
  );
}
