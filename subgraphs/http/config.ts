import { z } from 'zod';
import { readEnvironment, wholeNumber, type Environment } from '../../adapters/core/environment';
import { DEFAULT_DEADLINE_MS } from '../request-context';

/** What every process that listens needs to know, gateway or subgraph. */
export interface HttpConfig {
  /** The address to listen on. */
  readonly host: string;
  /** How long live values are waited for at most; a client may ask for less. Milliseconds. */
  readonly deadlineMs: number;
}

const schema = z
  .object({
    PASAR_HOST: z.string().default('127.0.0.1'),
    PASAR_DEADLINE_MS: wholeNumber(50, 60_000).default(DEFAULT_DEADLINE_MS),
  })
  .transform((env): HttpConfig => ({ host: env.PASAR_HOST, deadlineMs: env.PASAR_DEADLINE_MS }));

export function readHttpConfig(environment: Environment = process.env): HttpConfig {
  return readEnvironment(schema, environment);
}
