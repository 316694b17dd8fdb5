import type { HostPolicy } from '../../../adapters/core/http/host-policy';
import type { Database } from '../../database/connect';
import type { SecretBox } from '../../partners/credentials/secret-box';

/** What marketplaces join through. */
export interface OnboardingResources {
  readonly db: Database;
  readonly box: SecretBox;
  readonly hosts: HostPolicy;
}
