import { ConfigurationError } from '../../adapters/core/environment';

/** The value of `--port`, or the configured port; 0 takes a free one. */
export function portOption(value: string | undefined, configured: number): number {
  if (value === undefined) return configured;
  if (!/^\d+$/.test(value) || Number(value) > 65_535) {
    throw new ConfigurationError([`--port: must be a whole number from 0 to 65535, not "${value}"`]);
  }
  return Number(value);
}
