/** A statement that waits for its turn. */
export interface Job {
  readonly session: string;
  readonly sql: string;
  run(): Promise<void>;
}

export interface SessionQueue {
  add(job: Job): void;
  /** Forgets what a session still waits for; true when it held an open transaction. */
  drop(session: string): boolean;
}

/**
 * PGlite has one connection. Statements run one at a time in the order they came, except that from
 * `begin` to `commit` or `rollback` only that session's run: otherwise one thread's statements would
 * end up in another's transaction.
 */
export function createSessionQueue(): SessionQueue {
  const waiting: Job[] = [];
  let owner: string | null = null;
  let running = false;

  async function pump(): Promise<void> {
    if (running) return;
    const index = owner === null ? 0 : waiting.findIndex((job) => job.session === owner);
    const [job] = index < 0 ? [] : waiting.splice(index, 1);
    if (!job) return;
    running = true;
    const verb = /^\s*(begin|start transaction|commit|rollback)\b(?! to)/i.exec(job.sql)?.[1]?.toLowerCase();
    if (verb === 'begin' || verb === 'start transaction') owner = job.session;
    await job.run();
    if (verb === 'commit' || verb === 'rollback') owner = null;
    running = false;
    void pump();
  }

  return {
    add(job) {
      waiting.push(job);
      void pump();
    },
    drop(session) {
      for (let i = waiting.length - 1; i >= 0; i -= 1)
        if (waiting[i]?.session === session) waiting.splice(i, 1);
      return owner === session;
    },
  };
}
