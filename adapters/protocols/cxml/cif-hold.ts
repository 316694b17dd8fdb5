/** One thing that is kept as long as it is used. */
export interface Hold<T> {
  /** What is held; null when nothing is, or when it lay unused for too long. */
  get(): T | null;
  put(value: T): void;
  drop(): void;
}

/** The clock decides what is still held; a timer only lets go of the memory, and keeps no process alive. */
export function createHold<T>(keptMs: number, now: () => Date): Hold<T> {
  let held: { readonly value: T; readonly usedAt: number; readonly timer: NodeJS.Timeout } | null = null;

  function drop(): void {
    clearTimeout(held?.timer);
    held = null;
  }
  function put(value: T): void {
    drop();
    held = { value, usedAt: now().getTime(), timer: setTimeout(drop, keptMs).unref() };
  }
  return {
    get() {
      if (held === null || now().getTime() - held.usedAt >= keptMs) return null;
      const { value } = held;
      put(value);
      return value;
    },
    put,
    drop,
  };
}
