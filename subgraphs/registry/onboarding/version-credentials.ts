import type { Transaction } from 'kysely';
import type { Credentials } from '../../../adapters/core/credentials';
import {
  credentialNames,
  optionalCredentialNames,
  type PartnerDefinition,
} from '../../../adapters/partners/partner-definition';
import { goNowhereNew } from '../../../adapters/partners/secret-destinations';
import type { RegisterMarketplaceInput } from '../../../schema/onboarding/onboarding-input';
import type { Tables } from '../../database/tables';
import type { SecretBox } from '../../partners/credentials/secret-box';
import { sealedFor } from '../../partners/credentials/sealed-for';
import { log } from '../../telemetry/log';
import { problem, type Problems } from './problems';

const LONGEST_SECRET = 8_000;

/** The secrets of a version: those that are given, or else those of the version before that still hold. */
export async function credentialsFor(
  transaction: Transaction<Tables>,
  definition: PartnerDefinition,
  {
    given,
    latest,
    box,
  }: {
    readonly given: RegisterMarketplaceInput['credentials'];
    /** The version before; null where there is none. */
    readonly latest: number | null;
    readonly box: SecretBox;
  },
): Promise<{ readonly credentials: Credentials; readonly problems: Problems }> {
  const credentials =
    given === undefined
      ? await credentialsBefore(transaction, definition, latest, box)
      : credentialsOf(given);
  return {
    credentials,
    problems: [...repeatedNames(given ?? []), ...credentialProblems(definition, credentials)],
  };
}

/**
 * Those of the version before, as far as this one has a use for them, and none where it would send them to
 * another host: whoever may register must not learn them by that.
 */
async function credentialsBefore(
  transaction: Transaction<Tables>,
  definition: PartnerDefinition,
  latest: number | null,
  box: SecretBox,
): Promise<Credentials> {
  if (latest === null) return {};
  const { id } = definition;
  const { credentials: sealed, definition: before } = await transaction
    .selectFrom('partner_version')
    .select(['credentials', 'definition'])
    .where('marketplace', '=', id)
    .where('version', '=', latest)
    .executeTakeFirstOrThrow();
  if (!goNowhereNew(before, definition)) return {};
  try {
    return stillNeeded(definition, box.open(sealed, sealedFor(id, latest)));
  } catch (error) {
    log.error({ marketplace: id, version: latest, error }, 'the credentials of a partner do not open');
    return {}; // so that those that are needed are asked for
  }
}

type Given = NonNullable<RegisterMarketplaceInput['credentials']>;

function credentialsOf(given: Given): Credentials {
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}

/** Of two values one would be dropped, and nobody could say which. */
function repeatedNames(given: Given): Problems {
  const met = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of given) (met.has(name) ? repeated : met).add(name);
  return [...repeated].map((name) =>
    problem('CREDENTIALS', `the secret "${name.slice(0, 60)}" is given twice; send it once`, {
      path: name.slice(0, 60),
    }),
  );
}

/** Of the secrets before those that a definition has a use for: it may sign in in another way. */
function stillNeeded(definition: PartnerDefinition, previous: Credentials): Credentials {
  const allowed = allowedNames(definition);
  return Object.fromEntries(Object.entries(previous).filter(([name]) => allowed.has(name)));
}

function allowedNames(definition: PartnerDefinition): ReadonlySet<string> {
  return new Set([...credentialNames(definition), ...optionalCredentialNames(definition)]);
}

function credentialProblems(definition: PartnerDefinition, credentials: Credentials): Problems {
  const needed = credentialNames(definition);
  const allowed = allowedNames(definition);
  const missing = needed.filter((name) => !Object.hasOwn(credentials, name) || credentials[name] === '');
  const unknown = Object.keys(credentials).filter((name) => !allowed.has(name));
  const long = Object.entries(credentials).filter(([, value]) => value.length > LONGEST_SECRET);
  return [
    ...missing.map((name) =>
      problem('CREDENTIALS', `the secret "${name}" is missing; send it along`, { path: name }),
    ),
    ...unknown.map((name) =>
      problem('CREDENTIALS', `no secret "${name.slice(0, 60)}" is needed; leave it out`, {
        path: name.slice(0, 60),
      }),
    ),
    ...long.map(([name]) =>
      problem('CREDENTIALS', `the secret "${name}" is longer than ${LONGEST_SECRET} characters`, {
        path: name,
      }),
    ),
  ];
}
