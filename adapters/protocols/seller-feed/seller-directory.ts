import type { Call } from '../../core/contract';
import type { RegionCode } from '../../core/regions';

/** A seller as a register knows it: the feed itself says nothing of who hosts it. */
export interface SellerDetail {
  readonly name: string;
  readonly region: RegionCode | null;
  readonly location: string | null;
  readonly smallBusiness: boolean | null;
}

/** Looks sellers up; null when the register doesn't know the code. */
export interface SellerDirectory {
  seller(code: string, call: Call): Promise<SellerDetail | null>;
}
