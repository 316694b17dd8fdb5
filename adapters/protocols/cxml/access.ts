/** Where a supplier takes cXML, who is who there, and the secret that both sides sign with. */
export interface CxmlAccess {
  readonly url: string;
  /** Pasar's identity: From and Sender of what it writes. */
  readonly identity: string;
  /** The supplier's: To of what Pasar writes, Sender of what comes back. */
  readonly supplierIdentity: string;
  readonly sharedSecret: string;
}

/** The domain of both identities; names that two parties agree on are NetworkID by the standard. */
export const IDENTITY_DOMAIN = 'NetworkID';

/** Far above any order; the standard names no limit. */
export const MAX_CXML_BYTES = 1_000_000;
/** A form that holds such a document: written for a URL, a byte of it takes up to three. */
export const MAX_CXML_FORM_BYTES = 3 * MAX_CXML_BYTES + 1_000;
