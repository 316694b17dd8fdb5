import { randomUUID } from 'node:crypto';
import type { Marketplace } from '../core/contract';
import type { HostPolicy } from '../core/http/host-policy';
import { createPartnerMarketplace } from '../partners/create-partner-marketplace';
import type { Credentials } from '../core/credentials';
import type { PartnerDefinition } from '../partners/partner-definition';
import { createRememberedFeed } from './remembered-feed';
import { waitingMarketplace } from './waiting-marketplace';

/** A partner's marketplace as Pasar would see it, and as someone would whom it does not know. */
export interface PartnerUnderCheck {
  readonly marketplace: Marketplace;
  /** Null where nobody has to sign in. */
  readonly stranger: Marketplace | null;
  /** What no report may hold. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** Whom is called, and as whom. */
export interface Admission {
  readonly credentials: Credentials;
  readonly hosts: HostPolicy;
}

/** Names by which someone is known and not let in: they stand in ids and addresses as well. */
const NO_SECRETS: ReadonlySet<string> = new Set(['clientId', 'username', 'identity', 'supplierIdentity']);

/** `offerType`: of a partner that brings a subgraph, where it is known. */
export function openPartnerUnderCheck(
  definition: PartnerDefinition,
  { credentials, hosts }: Admission,
  offerType: string | null = null,
): PartnerUnderCheck {
  const wrong = wrongCredentials(credentials);
  const open = (signIn: Credentials): Marketplace => {
    const { memory, remembering } = createRememberedFeed();
    const marketplace = createPartnerMarketplace(definition, signIn, { memory, hosts, offerType });
    return remembering(waitingMarketplace(marketplace));
  };
  const marketplace = open(credentials);
  const stranger = wrong === null ? null : open(wrong);
  const secrets = Object.entries(credentials).flatMap(([name, value]) => (NO_SECRETS.has(name) ? [] : value));
  return {
    marketplace,
    stranger,
    secrets: [...secrets, ...Object.values(wrong ?? {})],
    async close() {
      await Promise.all([marketplace.close(), stranger?.close()]);
    },
  };
}

/** The same names with values that nobody accepts; null where there are none. */
function wrongCredentials(credentials: Credentials): Credentials | null {
  const names = Object.keys(credentials);
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, `wrong-${randomUUID()}`]));
}
