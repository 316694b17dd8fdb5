import type { Transaction } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import { BulkheadFull } from '../../../adapters/core/resilience/bulkhead';
import type { Credentials } from '../../../adapters/core/credentials';
import { credentialNames, type PartnerDefinition } from '../../../adapters/partners/partner-definition';
import { offerTypeOf } from '../../../schema/offer/offer-types';
import type { RegisterMarketplaceInput } from '../../../schema/onboarding/onboarding-input';
import type { Database } from '../../database/connect';
import type { Tables } from '../../database/tables';
import { SUBGRAPH_NAMES } from '../../subgraph';
import { sealedFor } from '../../partners/credentials/sealed-for';
import { log } from '../../telemetry/log';
import type { SecretBox } from '../../partners/credentials/secret-box';
import { changingPartners } from '../changing-partners';
import { mayManage, notYours, type Manager } from './authority';
import { readPartner, recordAction, updatePartner } from './change-partner';
import { problem, type Problems } from './problems';
import { readDocument } from './read-document';

export interface Registered {
  readonly id: MarketplaceId | null;
  readonly problems: Problems;
}

/** Names of Pasar's own subgraphs, and of its own marketplaces: no partner takes them. */
const RESERVED: ReadonlySet<string> = new Set([...SUBGRAPH_NAMES, 'pasar', 'gateway']);
const LONGEST_SECRET = 8_000;
const MOST_PROBLEMS = 50;
/** Each version is kept for good. */
const MOST_VERSIONS = 10_000;

/** Takes a definition and its secrets as a new version, which is a draft. What is wrong with them saves nothing. */
export async function registerVersion(
  { document, credentials: given }: RegisterMarketplaceInput,
  manager: Manager,
  { db, box }: { readonly db: Database; readonly box: SecretBox },
): Promise<Registered> {
  const read = await readDocument(document).catch(ignoredAsTooMany);
  if (read === null)
    return { id: null, problems: [problem('STATE', 'too many are registering; try again in a minute')] };
  const { definition, problems } = read;
  if (definition === null) {
    return {
      id: null,
      problems: problems.map(({ path, line, column, message }) =>
        problem('DEFINITION', message, { path, line, column }),
      ),
    };
  }
  const { id } = definition;
  if (!mayManage(manager, id)) throw notYours(id);
  if (RESERVED.has(id) || offerTypeOf(id) !== null) {
    return {
      id: null,
      problems: [problem('DEFINITION', `"${id}" is taken; choose another id`, { path: 'id' })],
    };
  }
  return changingPartners(db, async (transaction): Promise<Registered> => {
    const known = await readPartner(transaction, id);
    const credentials =
      given === undefined
        ? await credentialsBefore(transaction, definition, known?.latest_version, box)
        : credentialsOf(given);
    const wrong = [...repeatedNames(given ?? []), ...credentialProblems(definition, credentials)];
    if (wrong.length > 0) return { id: known?.id ?? null, problems: wrong.slice(0, MOST_PROBLEMS) };
    const version = (known?.latest_version ?? 0) + 1;
    if (version > MOST_VERSIONS)
      return { id, problems: [problem('STATE', `${MOST_VERSIONS} versions are the most there can be`)] };
    if (known === undefined) {
      await transaction
        .insertInto('partner')
        .values({
          id,
          name: definition.name,
          latest_version: version,
          live_version: null,
          suspended_by: null,
        })
        .execute();
    } else {
      await updatePartner(transaction, id, { latest_version: version });
    }
    await transaction
      .insertInto('partner_version')
      .values({
        marketplace: id,
        version,
        protocol: definition.protocol,
        document,
        definition: JSON.stringify(definition),
        credentials: box.seal(credentials, sealedFor(id, version)),
        created_by: manager.subject,
        created_role: manager.role,
      })
      .execute();
    await recordAction(transaction, id, manager, { action: 'REGISTERED', version });
    return { id, problems: [] };
  });
}

function ignoredAsTooMany(error: unknown): null {
  if (error instanceof BulkheadFull) return null;
  throw error;
}

/** Those of the version before, as far as this one has a use for them. */
async function credentialsBefore(
  transaction: Transaction<Tables>,
  definition: PartnerDefinition,
  latest: number | undefined,
  box: SecretBox,
): Promise<Credentials> {
  if (latest === undefined) return {};
  const { id } = definition;
  const { credentials: sealed } = await transaction
    .selectFrom('partner_version')
    .select('credentials')
    .where('marketplace', '=', id)
    .where('version', '=', latest)
    .executeTakeFirstOrThrow();
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
  return new Set([...credentialNames(definition), ...(OPTIONAL[definition.protocol] ?? [])]);
}

/** A subgraph may want a token, and may not. */
const OPTIONAL: Readonly<Partial<Record<PartnerDefinition['protocol'], readonly string[]>>> = {
  federation: ['token'],
};

function credentialProblems(definition: PartnerDefinition, credentials: Credentials): Problems {
  const needed = credentialNames(definition);
  const allowed = allowedNames(definition);
  const missing = needed.filter((name) => (credentials[name] ?? '') === '');
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
