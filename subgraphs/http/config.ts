import { z } from 'zod';
import { readEnvironment, wholeNumber, type Environment } from '../../adapters/core/environment';
import { DEFAULT_DEADLINE_MS } from '../request-context';

/** What every process that listens needs to know, gateway or subgraph. */
export interface HttpConfig {
  /** The address to listen on. */
  readonly host: string;
  /** How long live values are waited for at most; a client may ask for less. Milliseconds. */
  readonly deadlineMs: number;
  /** What the gateway signs its requests to subgraphs with, and subgraphs verify them by. */
  readonly subgraphSecret: string | null;
}

const SHORTEST_SECRET = 32;

const schema = z
  .object({
    PASAR_HOST: z.string().default('127.0.0.1'),
    PASAR_DEADLINE_MS: wholeNumber(50, 60_000).default(DEFAULT_DEADLINE_MS),
    PASAR_SUBGRAPH_SECRET: z
      .string()
      .min(
        SHORTEST_SECRET,
        `must have at least ${SHORTEST_SECRET} characters, for example those of: openssl rand -hex 32`,
      )
      .nullable()
      .default(null),
  })
  .transform((env): HttpConfig => ({
    host: env.PASAR_HOST,
    deadlineMs: env.PASAR_DEADLINE_MS,
    subgraphSecret: env.PASAR_SUBGRAPH_SECRET,
  }));

export function readHttpConfig(environment: Environment = process.env): HttpConfig {
  return readEnvironment(schema, environment);
}
