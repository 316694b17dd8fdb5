import { Command, CommanderError } from 'commander';
import { AdapterError } from '../../adapters/core/errors';
import { addCheck } from './check';
import { CommandFailed, type AddCommand } from './command';
import { addInit } from './init';
import { addResume, addRollback, addSuspend } from './remote/change';
import { addPublish } from './remote/publish';
import { addRegister } from './remote/register';
import { addStatus } from './remote/status';
import { addSchema } from './schema';
import { printError } from './terminal';
import { addTry } from './try';

/** In the order in which a partner needs them. */
const COMMANDS: readonly AddCommand[] = [
  addInit,
  addTry,
  addCheck,
  addRegister,
  addStatus,
  addPublish,
  addSuspend,
  addResume,
  addRollback,
  addSchema,
];

/** `pasar`: how a marketplace joins, from a first definition to a check of the live API. */
async function main(args: readonly string[]): Promise<void> {
  const program = new Command('pasar')
    .description('Joins a marketplace to Pasar: describe its API, try it, check it.')
    .showHelpAfterError('(--help tells how it is used)')
    .exitOverride();
  for (const add of COMMANDS) add(program);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** Tells what went wrong in a line; usage has been told by then. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CommandFailed) {
    printError(error.message);
    return error.exitCode;
  }
  const told =
    error instanceof AdapterError
      ? `${error.code}: ${error.detail}`
      : error instanceof Error
        ? error.message
        : '';
  printError(`pasar: ${told.split('\n')[0] ?? ''}`);
  return 2;
}

void main(process.argv.slice(2));
