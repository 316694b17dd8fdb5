import type { MarketplaceId } from '../../adapters/core/ids';
import type { Credentials } from '../../adapters/core/credentials';
import { cxmlAccessOf } from '../../adapters/partners/cxml-access';
import type { LedgerPartners } from '../orders/open-ledger';
import type { SecretBox } from './credentials/secret-box';
import { log } from '../telemetry/log';
import { sealedFor } from './credentials/sealed-for';
import type { Partner, PartnerRegister } from './partner-register';

/** Who reports orders signs in with the credentials that Pasar signs in with there. */
export function createReportingPartners(
  register: PartnerRegister,
  box: SecretBox,
): Pick<LedgerPartners, 'reportCredentials' | 'suppliers'> {
  const opened = new Map<
    MarketplaceId,
    { readonly version: number; readonly credentials: Credentials | null }
  >();

  /** Null where they do not open: such a partner reports nothing, and nobody reports in its name. */
  function credentialsOf({ id, version, credentials: sealed }: Partner): Credentials | null {
    const known = opened.get(id);
    if (known?.version === version) return known.credentials;
    let credentials: Credentials | null = null;
    try {
      credentials = box.open(sealed, sealedFor(id, version));
    } catch (error) {
      log.error({ marketplace: id, version, error }, 'the credentials of a partner do not open');
    }
    opened.set(id, { version, credentials });
    return credentials;
  }

  /** Suspended ones too: what was ordered before is still told. */
  return {
    reportCredentials: () =>
      register.all().flatMap((partner) => {
        if (partner.protocol !== 'toko-daring') return [];
        const { clientId, clientSecret } = credentialsOf(partner) ?? {};
        return clientId && clientSecret ? [{ marketplace: partner.id, clientId, clientSecret }] : [];
      }),
    suppliers: () =>
      register.all().flatMap((partner) => {
        const { definition } = partner;
        const credentials = definition.protocol === 'cxml' ? credentialsOf(partner) : null;
        return definition.protocol === 'cxml' && credentials !== null
          ? [{ marketplace: partner.id, access: cxmlAccessOf(definition, credentials) }]
          : [];
      }),
  };
}
