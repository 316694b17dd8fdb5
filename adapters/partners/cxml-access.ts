import type { CxmlAccess } from '../protocols/cxml/access';
import type { Credentials } from '../core/credentials';
import type { PartnerDefinitionOf } from './partner-definition';

/** How a cXML partner is signed in to, and signs in here. */
export function cxmlAccessOf({ url }: PartnerDefinitionOf<'cxml'>, credentials: Credentials): CxmlAccess {
  return {
    url,
    identity: credentials['identity'] ?? '',
    supplierIdentity: credentials['supplierIdentity'] ?? '',
    sharedSecret: credentials['sharedSecret'] ?? '',
  };
}
