import { z } from 'zod';
import { httpAddress, readEnvironment, wholeNumber, type Environment } from '../adapters/core/environment';
import type { LoadLimits } from './door/load-shedding';

export interface GatewayConfig {
  readonly port: number;
  readonly limits: LoadLimits;
  readonly dataDir: string;
  /** Where subgraphs are, by name, when not where the supergraph says. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
}

const urls = z
  .string()
  .default('')
  .transform((text, context) => {
    const entries = text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
    return new Map(
      entries.map((entry): [string, string] => {
        const [name, ...rest] = entry.split('=');
        const url = httpAddress.safeParse(rest.join('='));
        if (name && url.success) return [name, url.data];
        context.addIssue({ code: 'custom', message: `"${entry.slice(0, 60)}" is not name=address` });
        return z.NEVER;
      }),
    );
  });

const schema = z
  .object({
    PORT: wholeNumber(0, 65_535).default(4000),
    PASAR_MAX_IN_FLIGHT: wholeNumber(1, 100_000).default(256),
    PASAR_MAX_EVENT_LOOP_DELAY_MS: wholeNumber(10, 60_000).default(300),
    PASAR_DATA_DIR: z.string().default('.pasar'),
    PASAR_SUBGRAPH_URLS: urls,
  })
  .transform((env): GatewayConfig => ({
    port: env.PORT,
    limits: {
      maxInFlight: env.PASAR_MAX_IN_FLIGHT,
      maxEventLoopDelayMs: env.PASAR_MAX_EVENT_LOOP_DELAY_MS,
    },
    dataDir: env.PASAR_DATA_DIR,
    subgraphUrls: env.PASAR_SUBGRAPH_URLS,
  }));

export function readGatewayConfig(environment: Environment = process.env): GatewayConfig {
  return readEnvironment(schema, environment);
}
