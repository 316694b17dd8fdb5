import type { Admission } from '../../adapters/conformance/partner-under-check';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';
import { credentialsFor } from './partner-credentials';

/** As options have it. */
export interface PartnerAccess {
  /** `name=value` each. */
  readonly credential: readonly string[];
  readonly allowPrivateHosts?: boolean;
}

export function admissionFor(definition: PartnerDefinition, access: PartnerAccess): Admission {
  return {
    credentials: credentialsFor(definition, access.credential),
    hosts: { privateHosts: access.allowPrivateHosts ?? false },
  };
}
