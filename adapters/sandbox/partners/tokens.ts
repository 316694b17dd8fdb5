import { hash } from '../world/random';

/** Tokens that a fake shop gives out and that end after a time. */
export interface Tokens {
  /** A new one; those before it stay good until their own end. */
  issue(seconds: number): string;
  accepts(token: string): boolean;
  /** None that was given out so far is good any more, whatever was said of its end. */
  revoke(): void;
  /** How many were given out. */
  issued(): number;
}

/** `prefix` is in each of them, so that whoever searches for one that leaked finds it. */
export function createTokens(prefix: string, now: () => Date): Tokens {
  const ends = new Map<string, number>();
  let issued = 0;
  return {
    issue(seconds) {
      issued += 1;
      const token = `${prefix}-${issued}-${hash(issued, now().getTime()).toString(36)}`;
      ends.set(token, now().getTime() + seconds * 1_000);
      return token;
    },
    accepts: (token) => now().getTime() < (ends.get(token) ?? 0),
    revoke: () => ends.clear(),
    issued: () => issued,
  };
}
