import type { MarketplaceId } from '../../../adapters/core/ids';
import { BulkheadFull } from '../../../adapters/core/resilience/bulkhead';
import type { RegisterMarketplaceInput } from '../../../schema/onboarding/onboarding-input';
import type { Database } from '../../database/connect';
import { sealedFor } from '../../partners/credentials/sealed-for';
import type { SecretBox } from '../../partners/credentials/secret-box';
import { changingPartners } from '../changing-partners';
import { mayManage, notYours, type Manager } from './authority';
import { readPartner, recordAction, updatePartner } from './change-partner';
import { problem, type Problems } from './problems';
import { readDocument } from './read-document';
import { reservedNames } from './reserved-names';
import { credentialsFor } from './version-credentials';

export interface Registered {
  readonly id: MarketplaceId | null;
  readonly problems: Problems;
}

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
  const reserved = reservedNames(definition);
  if (reserved.length > 0) return { id: null, problems: reserved };
  return changingPartners(db, async (transaction): Promise<Registered> => {
    const known = await readPartner(transaction, id);
    const latest = known?.latest_version ?? null;
    const { credentials, problems: lacking } = await credentialsFor(transaction, definition, {
      given,
      latest,
      box,
    });
    if (lacking.length > 0) return { id: known?.id ?? null, problems: lacking.slice(0, MOST_PROBLEMS) };
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
