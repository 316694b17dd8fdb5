import type { Command } from 'commander';

/** Adds a subcommand to the program. */
export type AddCommand = (program: Command) => void;

/** What a person can mend, in words that say how. 1: something was found wrong; 2: it could not be begun. */
export class CommandFailed extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2,
  ) {
    super(message);
    this.name = 'CommandFailed';
  }
}
