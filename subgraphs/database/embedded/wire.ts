import type { MessagePort } from 'node:worker_threads';

/** What travels between a thread that queries and the thread that holds the embedded database. */
export interface QueryMessage {
  readonly id: number;
  /** Statements of one transaction share a session; the database runs no other's in between. */
  readonly session: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export type ReplyMessage =
  | {
      readonly id: number;
      readonly rows: readonly Record<string, unknown>[];
      readonly affected: number;
      /** Columns that hold instants: they travel as text and become dates where they arrive. */
      readonly instants: readonly string[];
    }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: string | undefined } };

/** Sent to the database thread itself: another thread's end of a channel, or the order to close. */
export type ControlMessage = { readonly connect: MessagePort } | { readonly close: true };

export interface EmbeddedDatabaseOptions {
  /** A folder on disk, or null to keep everything in memory. */
  readonly dataDir: string | null;
}
