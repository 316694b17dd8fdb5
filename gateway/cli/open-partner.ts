import { createRememberedFeed } from '../../adapters/conformance/remembered-feed';
import type { Marketplace } from '../../adapters/core/contract';
import type { HostPolicy } from '../../adapters/core/http/host-policy';
import { createPartnerMarketplace } from '../../adapters/partners/create-partner-marketplace';
import type { Credentials } from '../../adapters/partners/credentials';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';
import { credentialsFor, wrongCredentials } from './partner-credentials';

/** As options have it. */
export interface PartnerAccess {
  /** `name=value` each. */
  readonly credential: readonly string[];
  readonly allowPrivateHosts?: boolean;
}

/** A partner's marketplace as Pasar would see it, and as someone would whom it does not know. */
export interface OpenPartner {
  readonly marketplace: Marketplace;
  readonly stranger: Marketplace | null;
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** Who is called, and as whom. */
export interface Admission {
  readonly credentials: Credentials;
  readonly hosts: HostPolicy;
}

export function admissionFor(definition: PartnerDefinition, access: PartnerAccess): Admission {
  return {
    credentials: credentialsFor(definition, access.credential),
    hosts: { privateHosts: access.allowPrivateHosts ?? false },
  };
}

/** `offerType`: of a partner that brings a subgraph, where it is known. */
export function openPartner(
  definition: PartnerDefinition,
  { credentials, hosts }: Admission,
  offerType: string | null = null,
): OpenPartner {
  const wrong = wrongCredentials(credentials);
  const open = (signIn: Credentials): Marketplace => {
    const { memory, remembering } = createRememberedFeed();
    return remembering(createPartnerMarketplace(definition, signIn, { memory, hosts, offerType }));
  };
  const marketplace = open(credentials);
  const stranger = wrong === null ? null : open(wrong);
  return {
    marketplace,
    stranger,
    secrets: [...Object.values(credentials), ...Object.values(wrong ?? {})],
    async close() {
      await Promise.all([marketplace.close(), stranger?.close()]);
    },
  };
}
