import type { z } from 'zod';

/** The JSON of a request as the shop expects it, or null when it is anything else. */
export function readBody<T>(schema: z.ZodType<T>, body: string): T | null {
  try {
    const read = schema.safeParse(JSON.parse(body));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
