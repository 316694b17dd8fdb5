import { CommandFailed, type AddCommand } from '../command';
import { wholeNumberOption } from '../options';
import { acceptance, addAcceptOption, type Accepting } from './accept-breaking';
import { addRemoteOptions, openGraph, type RemoteOptions } from './graph';
import { change, LATEST_VERSION, type Change, type ChangeArguments } from './onboarding';
import { formatProblems } from './problems';
import { printStanding } from './standing';

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
  const command = program
    .command('rollback')
    .summary('serve the version that was served before')
    .argument('<id>', 'the marketplace')
    .option(
      '--to <version>',
      'the version; the one served before unless given',
      wholeNumberOption(1, LATEST_VERSION),
    );
  addAcceptOption(addRemoteOptions(command)).action(
    (id: string, options: RemoteOptions & Accepting & { to?: number }) =>
      carryOut('rollbackMarketplace', id, options, {
        ...(options.to === undefined ? {} : { version: ['Int', options.to] }),
        ...acceptance(options),
      }),
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
  await printStanding(ask, id);
}
