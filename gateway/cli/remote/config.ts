import { z } from 'zod';
import { httpAddress, readEnvironment, type Environment } from '../../../adapters/core/environment';

const schema = z.object({
  PASAR_URL: httpAddress.default('http://127.0.0.1:4000'),
  PASAR_TOKEN: z.string().optional(),
});

/** Which Pasar is meant, and as whom: where no option says so. */
export function readRemoteConfig(environment: Environment = process.env): z.infer<typeof schema> {
  return readEnvironment(schema, environment);
}
