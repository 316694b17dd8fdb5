import { z } from 'zod';

/** The configuration is wrong: every wrong variable is named, with what it should be. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that only make sense together: all of them or none; the first names the group. */
export type VariableGroup = readonly [string, ...string[]];

/** Reads a process's environment through a schema; an empty variable counts as not set. */
export function readEnvironment<T>(
  schema: z.ZodType<T>,
  environment: Environment,
  groups: readonly VariableGroup[] = [],
): T {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(set);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
  const incomplete = groups.flatMap((group) => {
    const missing = group.filter((name) => !(name in set));
    return missing.length === group.length
      ? []
      : missing.map((name) => `${name}: is missing, the others of ${group[0]} are set`);
  });
  if (!parsed.success || incomplete.length > 0) throw new ConfigurationError([...wrong, ...incomplete]);
  return Object.freeze(parsed.data);
}

/** Reads several configurations and, if any is wrong, tells what is wrong in all of them. */
export function readAll<T extends Record<string, unknown>>(readers: {
  readonly [K in keyof T]: () => T[K];
}): T {
  const problems: string[] = [];
  const values: Partial<T> = {};
  for (const name of Object.keys(readers) as (keyof T)[]) {
    try {
      values[name] = readers[name]();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return values as T;
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
