import type { InstitutionCode } from '../../core/ids';

/** How Pasar reaches the INAPROC gateway, and whose orders its token lets it read. */
export interface InaprocAccess {
  /** Base address, e.g. `https://data.inaproc.id/api/v1`. */
  readonly url: string;
  readonly token: string;
  /** Whose orders are read; none where only the register of sellers is. */
  readonly institutions: readonly InstitutionCode[];
  /** The fiscal years that are read of each. */
  readonly years: readonly number[];
}
