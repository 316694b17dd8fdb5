import { z } from 'zod';
import { httpAddress, readEnvironment, wholeNumber, type Environment } from '../adapters/core/environment';
import type { LoadLimits } from './door/load-shedding';
import { ENGINE_NAMES, type EngineName } from './engine/engine-name';

export interface GatewayConfig {
  readonly port: number;
  readonly limits: LoadLimits;
  readonly engine: EngineName;
  /** Whether reads that are the same to a subgraph are asked once while they are under way. */
  readonly singleFlight: boolean;
  readonly dataDir: string;
  /** Where subgraphs are, by name, when not where the supergraph says. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** Where subgraphs' events are, by name, when not at the same address: `ws://` where they want WebSocket. */
  readonly eventUrls: ReadonlyMap<string, string>;
}

const webSocketAddress = z.url({ protocol: /^wss?$/ });

const urlsOf = (address: z.ZodType<string>) =>
  z
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
          const url = address.safeParse(rest.join('='));
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
    PASAR_MAX_STREAMS: wholeNumber(1, 100_000).default(1_000),
    PASAR_MAX_EVENT_LOOP_DELAY_MS: wholeNumber(10, 60_000).default(300),
    PASAR_ENGINE: z.enum(ENGINE_NAMES).default('pasar'),
    PASAR_SINGLE_FLIGHT: z.enum(['on', 'off']).default('on'),
    PASAR_DATA_DIR: z.string().default('.pasar'),
    PASAR_SUBGRAPH_URLS: urlsOf(httpAddress),
    PASAR_EVENT_URLS: urlsOf(z.union([httpAddress, webSocketAddress])),
  })
  .transform((env): GatewayConfig => ({
    port: env.PORT,
    limits: {
      maxInFlight: env.PASAR_MAX_IN_FLIGHT,
      maxStreams: env.PASAR_MAX_STREAMS,
      maxEventLoopDelayMs: env.PASAR_MAX_EVENT_LOOP_DELAY_MS,
    },
    engine: env.PASAR_ENGINE,
    singleFlight: env.PASAR_SINGLE_FLIGHT === 'on',
    dataDir: env.PASAR_DATA_DIR,
    subgraphUrls: env.PASAR_SUBGRAPH_URLS,
    eventUrls: env.PASAR_EVENT_URLS,
  }));

export function readGatewayConfig(environment: Environment = process.env): GatewayConfig {
  return readEnvironment(schema, environment);
}
