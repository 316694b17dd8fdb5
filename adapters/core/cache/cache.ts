/**
 * Keeps texts for a while, for everyone who asks. A cache is a convenience: none of these ever throws,
 * and one that is away just knows nothing.
 */
export interface Cache {
  /** One entry per key, in order; null for what is not there, has expired, or can't be told now. */
  get(keys: readonly string[]): Promise<readonly (string | null)[]>;
  /** What can't be kept now is dropped. */
  set(entries: readonly CacheEntry[]): Promise<void>;
  /** Whether it can answer at the moment. */
  isUp(): boolean;
  close(): Promise<void>;
}

export interface CacheEntry {
  readonly key: string;
  readonly value: string;
  /** How long from now on it may be given. */
  readonly timeToLiveMs: number;
}
