import { z } from 'zod';
import { httpAddress, readEnvironment, wholeNumber, type Environment } from '../adapters/core/environment';

export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
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
    PASAR_HOST: z.string().default('127.0.0.1'),
    PASAR_DATA_DIR: z.string().default('.pasar'),
    PASAR_SUBGRAPH_URLS: urls,
  })
  .transform((env): GatewayConfig => ({
    host: env.PASAR_HOST,
    port: env.PORT,
    dataDir: env.PASAR_DATA_DIR,
    subgraphUrls: env.PASAR_SUBGRAPH_URLS,
  }));

export function readGatewayConfig(environment: Environment = process.env): GatewayConfig {
  return readEnvironment(schema, environment);
}
