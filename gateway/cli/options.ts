import { InvalidArgumentError, type Command } from 'commander';

/** Secrets of a partner's marketplace. */
export function addCredentialOption(command: Command): Command {
  return command.option(
    '--credential <name=value>',
    'a credential; may be given several times. Otherwise PASAR_CREDENTIAL_<NAME> in the environment',
    (value: string, before: readonly string[]) => [...before, value],
    [] as readonly string[],
  );
}

/** What every command takes that talks to a partner's marketplace. */
export function addAccessOptions(command: Command): Command {
  return addCredentialOption(command).option(
    '--allow-private-hosts',
    'also http, and addresses of this machine or a private network',
  );
}

/** A whole number of an option, within bounds. */
export function wholeNumberOption(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Must be a whole number from ${from} to ${to}.`);
  };
}
