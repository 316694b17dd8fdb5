import { createHash, timingSafeEqual } from 'node:crypto';
import type { MarketplaceId } from '../../../adapters/core/ids';

/** What a marketplace that reports signs in with. */
export interface ReportCredentials {
  readonly marketplace: MarketplaceId;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Which marketplace these are the credentials of, or null. Takes the same time for a near miss as for any other. */
export function marketplaceOf(
  known: readonly ReportCredentials[],
  clientId: unknown,
  clientSecret: unknown,
): MarketplaceId | null {
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') return null;
  const given = digest(clientId, clientSecret);
  const found = known.filter((each) => timingSafeEqual(digest(each.clientId, each.clientSecret), given));
  return found[0]?.marketplace ?? null;
}

function digest(clientId: string, clientSecret: string): Buffer {
  return createHash('sha256').update(`${clientId.length}:${clientId}${clientSecret}`).digest();
}
