import { z } from 'zod';
import { httpAddress, readEnvironment, wholeNumber, type Environment } from '../../adapters/core/environment';
import { readProcurementRules, type ProcurementRules } from './purchasing/procurement-rules';

export interface LedgerConfig {
  readonly rules: ProcurementRules;
  /** Where browsers reach Pasar; null where nobody said. */
  readonly publicUrl: string | null;
  /** How long one call that places an order or hands over may take. Milliseconds. */
  readonly timeoutMs: number;
  /** Between two readings of a list of orders. Milliseconds. */
  readonly listsEveryMs: number;
  /** Between two questions for the status of an order that is under way. Milliseconds. */
  readonly statusesEveryMs: number;
}

const schema = z
  .object({
    PASAR_PROCUREMENT_RULES: z.string().optional(),
    PASAR_PUBLIC_URL: httpAddress.optional(),
    PASAR_ORDER_TIMEOUT_MS: wholeNumber(100, 120_000).default(10_000),
    PASAR_ORDER_LISTS_SECONDS: wholeNumber(1, 604_800).default(21_600),
    PASAR_ORDER_STATUS_SECONDS: wholeNumber(1, 86_400).default(300),
  })
  .transform((env): LedgerConfig => ({
    rules: readProcurementRules(env.PASAR_PROCUREMENT_RULES ?? null),
    publicUrl: env.PASAR_PUBLIC_URL ?? null,
    timeoutMs: env.PASAR_ORDER_TIMEOUT_MS,
    listsEveryMs: env.PASAR_ORDER_LISTS_SECONDS * 1000,
    statusesEveryMs: env.PASAR_ORDER_STATUS_SECONDS * 1000,
  }));

export function readLedgerConfig(environment: Environment = process.env): LedgerConfig {
  return readEnvironment(schema, environment);
}
