/**
 * The moment from which nobody waits for an answer any more. An abort signal says so, too; to make one for each
 * read costs more than to join another read saves.
 */
export interface WaitEnd {
  isOver(): boolean;
  /** Calls back at that moment. Gives the function that takes this back. */
  onOver(listener: () => void): () => void;
}

/** Whoever asked waits no longer: he left, or his time was over. */
export class WaitEnded extends Error {
  override readonly name = 'WaitEnded';
}

/** A client's own: with its signal. */
export function endOfSignal(signal: AbortSignal): WaitEnd {
  return {
    isOver: () => signal.aborted,
    onOver(listener) {
      signal.addEventListener('abort', listener, { once: true });
      return () => signal.removeEventListener('abort', listener);
    },
  };
}

export function createWaitEnd(): WaitEnd & { end(): void } {
  const listeners = new Set<() => void>();
  let over = false;
  return {
    // No getters: V8 keeps those of a literal, and all that they see, until the whole heap is looked through.
    isOver: () => over,
    onOver(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end() {
      over = true;
      for (const listener of listeners) listener();
      listeners.clear();
    },
  };
}
