import type { Command } from 'commander';
import type { ChangeArguments } from './onboarding';

export interface Accepting {
  readonly acceptBreaking?: boolean;
}

/** Of every command that serves another version than before. */
export function addAcceptOption(command: Command): Command {
  return command.option(
    '--accept-breaking',
    'for ADMIN: take breaking changes that no recorded operation meets',
  );
}

export function acceptance({ acceptBreaking }: Accepting): ChangeArguments {
  return acceptBreaking === true ? { acceptBreaking: ['Boolean', true] } : {};
}
