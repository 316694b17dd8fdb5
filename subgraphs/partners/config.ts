import { z } from 'zod';
import { readEnvironment, type Environment } from '../../adapters/core/environment';
import type { HostPolicy } from '../../adapters/core/http/host-policy';

const schema = z
  .object({ PASAR_ALLOW_PRIVATE_HOSTS: z.enum(['0', '1'], 'must be 0 or 1').default('0') })
  .transform((env): HostPolicy => ({ privateHosts: env.PASAR_ALLOW_PRIVATE_HOSTS === '1' }));

/** Which hosts partners may name. */
export function readHostPolicy(environment: Environment = process.env): HostPolicy {
  return readEnvironment(schema, environment);
}
