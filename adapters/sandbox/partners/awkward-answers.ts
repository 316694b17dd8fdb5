import type { Answer } from '../servers/fake-server';

/** The awkward shop says yes and no alike under HTTP 200. */
export function accepted(result: unknown, beside: object = {}): Answer {
  return { body: { ok: true, result, ...beside } };
}

export function refused(code: string, more: object = {}): Answer {
  return { body: { ok: false, error: { code, ...more } } };
}

/** How the shop writes that there is nothing, now so and now so; undefined leaves the field out. */
const NOTHINGS = [null, false, '', undefined] as const;

export function nothing(chance: number): null | false | '' | undefined {
  return NOTHINGS[chance % NOTHINGS.length];
}
