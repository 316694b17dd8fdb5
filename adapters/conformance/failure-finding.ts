import type { AdapterError } from '../core/errors';
import { errorFinding } from './error-finding';
import type { Finding } from './rule';

/** A failure of a read as a finding; what to do is about the part that failed, where it is known. */
export function failureFinding(error: AdapterError, expected: string, path = '$'): Finding {
  const fix = fixOf(error);
  return errorFinding(error, expected, fix === null ? { path } : { path, fix });
}

function fixOf({ code, detail }: AdapterError): string | null {
  if (!detail.startsWith('sign-in:')) return null;
  if (code === 'TIMEOUT')
    return 'let the call that signs in answer sooner, and check its address and method (authentication)';
  if (code === 'UNAVAILABLE' || code === 'BAD_RESPONSE')
    return 'check the call that signs in (authentication): its address, what it is sent, and where its answer has the token';
  return null;
}
