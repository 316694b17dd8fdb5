import { z } from 'zod';
import { httpAddress, readEnvironment, type Environment } from '../../adapters/core/environment';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

export interface TelemetryConfig {
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Where traces go (OTLP over HTTP); null sends none. */
  readonly otlpEndpoint: string | null;
  /** The name that traces carry; each program has its own otherwise. */
  readonly serviceName: string | null;
}

/** On a terminal only what someone should look at: a line per query would bury the rest. */
function schema(onTerminal: boolean) {
  return z
    .object({
      PASAR_LOG_LEVEL: z.enum(LOG_LEVELS).default(onTerminal ? 'warn' : 'info'),
      OTEL_EXPORTER_OTLP_ENDPOINT: httpAddress.optional(),
      OTEL_SERVICE_NAME: z.string().optional(),
    })
    .transform((env): TelemetryConfig => ({
      logLevel: env.PASAR_LOG_LEVEL,
      otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
      serviceName: env.OTEL_SERVICE_NAME ?? null,
    }));
}

export function readTelemetryConfig(environment: Environment = process.env): TelemetryConfig {
  return readEnvironment(schema(process.stderr.isTTY), environment);
}
