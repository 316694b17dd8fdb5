import type { Selectable } from 'kysely';
import type { MarketplaceId } from '../../../adapters/core/ids';
import { credentialNames } from '../../../adapters/partners/partner-definition';
import type { MarketplaceState } from '../../../schema/enums';
import type { MarketplaceCheck } from '../../../schema/onboarding/conformance';
import type { MarketplaceVersion, Onboarding } from '../../../schema/onboarding/onboarding';
import type { Database } from '../../database/connect';
import type { CheckState, PartnerTable, PartnerVersionTable } from '../../database/partner-tables';
import { checkStateNow } from './check-state';

const VERSIONS_SHOWN = 20;
const ACTIONS_SHOWN = 50;

type Standing = Pick<PartnerTable, 'live_version' | 'suspended_by'>;
type Version = Omit<
  Selectable<PartnerVersionTable>,
  'credentials' | 'sdl' | 'check_started_at' | 'check_held_until'
>;

/** Pure: how far a marketplace is, from its own standing and the check of its newest version. */
export function marketplaceState(
  { live_version, suspended_by }: Standing,
  newestCheck: CheckState,
): MarketplaceState {
  if (suspended_by !== null) return 'SUSPENDED';
  if (live_version !== null) return 'LIVE';
  return newestCheck === 'PASSED' ? 'CHECKED' : 'DRAFT';
}

/** How a marketplace joined; null for one that did not. */
export async function readOnboarding(db: Database, id: MarketplaceId): Promise<Onboarding | null> {
  const [partner, versions, actions] = await Promise.all([
    db.selectFrom('partner').select(['live_version', 'suspended_by']).where('id', '=', id).executeTakeFirst(),
    db
      .selectFrom('partner_version')
      .select([
        'marketplace',
        'version',
        'protocol',
        'document',
        'definition',
        'offer_type',
        checkStateNow().as('check_state'),
        'report',
        'checked_at',
        'created_by',
        'created_role',
        'created_at',
      ])
      .where('marketplace', '=', id)
      .orderBy('version', 'desc')
      .limit(VERSIONS_SHOWN)
      .execute(),
    db
      .selectFrom('partner_action')
      .select(['action', 'version', 'actor', 'role', 'note', 'at'])
      .where('marketplace', '=', id)
      .orderBy('id', 'desc')
      .limit(ACTIONS_SHOWN)
      .execute(),
  ]);
  if (partner === undefined) return null;
  return {
    liveVersion: partner.live_version,
    suspendedBy: partner.suspended_by,
    versions: versions.map((version) => versionView(version, partner)),
    actions,
  };
}

function versionView(version: Version, { live_version, suspended_by }: Standing): MarketplaceVersion {
  const isLive = version.version === live_version;
  return {
    version: version.version,
    state: isLive
      ? suspended_by === null
        ? 'LIVE'
        : 'SUSPENDED'
      : version.check_state === 'PASSED'
        ? 'CHECKED'
        : 'DRAFT',
    protocol: version.protocol,
    document: version.document,
    credentialNames: credentialNames(version.definition),
    createdAt: version.created_at,
    createdBy: version.created_by,
    check: checkView(version),
  };
}

function checkView({ check_state, report, checked_at }: Version): MarketplaceCheck {
  return {
    state: check_state,
    checkedAt: checked_at,
    offersSeen: report?.offersSeen ?? null,
    results: report?.results ?? [],
  };
}
