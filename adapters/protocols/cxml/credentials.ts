import { createHash, timingSafeEqual } from 'node:crypto';
import type { CxmlAccess } from './access';

/** Who a document says it is from and for, to be checked before anything else in it is believed. */
export interface CxmlCredentials {
  readonly senderIdentities: readonly string[];
  readonly recipientIdentities: readonly string[];
  readonly sharedSecret: string | null;
}

/** Is it from our supplier, for us, and signed with the secret? Takes as long whichever part is wrong. */
export function areCredentialsOf(
  { senderIdentities, recipientIdentities, sharedSecret }: CxmlCredentials,
  access: Pick<CxmlAccess, 'identity' | 'supplierIdentity' | 'sharedSecret'>,
): boolean {
  const checks = [
    hasEqual(senderIdentities, access.supplierIdentity),
    hasEqual(recipientIdentities, access.identity),
    hasEqual(sharedSecret === null ? [] : [sharedSecret], access.sharedSecret),
  ];
  // An empty secret would let in whoever leaves it empty.
  return !checks.includes(false) && access.sharedSecret !== '';
}

function hasEqual(given: readonly string[], expected: string): boolean {
  return given.map((each) => timingSafeEqual(digest(each), digest(expected))).includes(true);
}

/** Of one length, whatever the texts' own. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
