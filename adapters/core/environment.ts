import { z } from 'zod';

/** The configuration is wrong: every wrong variable is named, with what it should be. */
export class ConfigurationError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a process's environment through a schema; an empty variable counts as not set. */
export function readEnvironment<T>(schema: z.ZodType<T>, environment: Environment): T {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = schema.safeParse(set);
  if (parsed.success) return Object.freeze(parsed.data);
  throw new ConfigurationError(parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`));
}

/** A whole number within bounds. */
export function wholeNumber(from: number, to: number): z.ZodType<number> {
  const message = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= from && value <= to, message);
}

/** An http or https address, without a slash at its end. */
export const httpAddress = z
  .string()
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'must be an http or https address')
  .transform((text) => text.replace(/\/+$/, ''));
