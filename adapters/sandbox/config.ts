import { z } from 'zod';
import { httpAddress, readEnvironment, wholeNumber, type Environment } from '../core/environment';
import type { SandboxOptions } from './start';

const schema = z
  .object({
    /** The first of four ports in a row; 0 takes free ones. */
    PASAR_SANDBOX_PORT: wholeNumber(0, 65_000).default(0),
    PASAR_SANDBOX_HOST: z.string().default('127.0.0.1'),
    /** The name under which others reach these servers, where that differs. */
    PASAR_SANDBOX_PUBLIC_HOST: z.string().optional(),
    PASAR_SANDBOX_SEED: wholeNumber(0, 1_000_000).default(35),
    PASAR_SANDBOX_SCALE: z
      .string()
      .default('1')
      .transform(Number)
      .refine((scale) => scale > 0 && scale <= 1, 'must be above 0 and at most 1 (1 is full size)'),
    PASAR_SANDBOX_LATENCY_MS: wholeNumber(0, 60_000).default(0),
    /** Where Pasar takes reports of orders, when another process is that Pasar. */
    PASAR_SANDBOX_REPORT_TO: httpAddress.optional(),
    /** Does the Toko Daring pull know `ids`? The documented one doesn't. */
    PASAR_SANDBOX_IDS: z.enum(['honour', 'ignore', 'refuse']).default('honour'),
  })
  .transform((env) => ({
    port: env.PASAR_SANDBOX_PORT,
    host: env.PASAR_SANDBOX_HOST,
    ...(env.PASAR_SANDBOX_PUBLIC_HOST ? { publicHost: env.PASAR_SANDBOX_PUBLIC_HOST } : {}),
    seed: env.PASAR_SANDBOX_SEED,
    scale: env.PASAR_SANDBOX_SCALE,
    ...(env.PASAR_SANDBOX_REPORT_TO ? { reportTo: env.PASAR_SANDBOX_REPORT_TO } : {}),
    knobs: { latencyMs: env.PASAR_SANDBOX_LATENCY_MS, ids: env.PASAR_SANDBOX_IDS },
  }));

export function readSandboxConfig(environment: Environment = process.env): SandboxOptions {
  return readEnvironment(schema, environment);
}
