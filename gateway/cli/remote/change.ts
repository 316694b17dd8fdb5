import { CommandFailed, type AddCommand } from '../command';
import { wholeNumberOption } from '../options';
import { print } from '../terminal';
import { addRemoteOptions, openGraph, type RemoteOptions } from './graph';
import { change, formatProblems, readMarketplace, type Change, type ChangeArguments } from './onboarding';

const LATEST_VERSION = 10_000;

/** `pasar publish`: serves a version that passed its check. */
export const addPublish: AddCommand = (program) => {
  addRemoteOptions(
    program
      .command('publish')
      .summary('serve a version that was registered and passed its check')
      .argument('<id>', 'the marketplace')
      .option('--to <version>', 'the version; the newest unless given', wholeNumberOption(1, LATEST_VERSION)),
  ).action((id: string, options: RemoteOptions & { to?: number }) =>
    carryOut(
      'publishMarketplace',
      id,
      options,
      options.to === undefined ? {} : { version: ['Int', options.to] },
    ),
  );
};

/** `pasar suspend`: takes a marketplace out at once. */
export const addSuspend: AddCommand = (program) => {
  addRemoteOptions(
    program
      .command('suspend')
      .summary('take a marketplace out of search and out of reach at once')
      .argument('<id>', 'the marketplace')
      .option('--reason <text>', 'why; kept with who did it'),
  ).action((id: string, options: RemoteOptions & { reason?: string }) =>
    carryOut(
      'suspendMarketplace',
      id,
      options,
      options.reason === undefined ? {} : { reason: ['String', options.reason] },
    ),
  );
};

/** `pasar resume`: lets it in again. */
export const addResume: AddCommand = (program) => {
  addRemoteOptions(
    program
      .command('resume')
      .summary('serve a suspended marketplace again')
      .argument('<id>', 'the marketplace'),
  ).action((id: string, options: RemoteOptions) => carryOut('resumeMarketplace', id, options, {}));
};

/** `pasar rollback`: serves what was served before. */
export const addRollback: AddCommand = (program) => {
  addRemoteOptions(
    program
      .command('rollback')
      .summary('serve the version that was served before')
      .argument('<id>', 'the marketplace')
      .option(
        '--to <version>',
        'the version; the one served before unless given',
        wholeNumberOption(1, LATEST_VERSION),
      ),
  ).action((id: string, options: RemoteOptions & { to?: number }) =>
    carryOut(
      'rollbackMarketplace',
      id,
      options,
      options.to === undefined ? {} : { version: ['Int', options.to] },
    ),
  );
};

async function carryOut(
  mutation: Change,
  id: string,
  options: RemoteOptions,
  more: ChangeArguments,
): Promise<void> {
  const ask = openGraph(options);
  const { problems } = await change(ask, mutation, id, more);
  if (problems.length > 0) throw new CommandFailed(formatProblems(null, problems), 1);
  const { state, onboarding } = await readMarketplace(ask, id);
  const served = onboarding?.liveVersion;
  print(`${id}: ${state}${served == null ? '' : `, version ${served}`}`);
}
