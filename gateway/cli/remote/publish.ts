import { CommandFailed, type AddCommand } from '../command';
import { wholeNumberOption } from '../options';
import { print } from '../terminal';
import { acceptance, addAcceptOption, type Accepting } from './accept-breaking';
import { checkThere } from './check-there';
import { addRemoteOptions, openGraph, type RemoteOptions } from './graph';
import { change, LATEST_VERSION, type ChangeArguments } from './onboarding';
import { formatProblems } from './problems';
import { printStanding } from './standing';

interface PublishOptions extends RemoteOptions, Accepting {
  readonly to?: number;
}

/** `pasar publish`: serves a version; what was not checked yet, or is being checked, is checked first. */
export const addPublish: AddCommand = (program) => {
  const command = program
    .command('publish')
    .summary('serve a version that was registered')
    .description(
      'Serves a version that was registered. One that has not passed its check is checked by Pasar first; ' +
        'where a check of it is under way its report is waited for.',
    )
    .argument('<id>', 'the marketplace')
    .option('--to <version>', 'the version; the newest unless given', wholeNumberOption(1, LATEST_VERSION));
  addAcceptOption(addRemoteOptions(command)).action(publish);
};

async function publish(id: string, options: PublishOptions): Promise<void> {
  const ask = openGraph(options);
  const version: ChangeArguments = options.to === undefined ? {} : { version: ['Int', options.to] };
  const wish = () => change(ask, 'publishMarketplace', id, { ...version, ...acceptance(options) });
  let { problems } = await wish();
  if (problems.length > 0 && problems.every(({ kind }) => kind === 'NOT_CHECKED')) {
    print(`${id}: is being checked; its report is waited for`);
    await checkThere(ask, id, { file: null, version: options.to ?? null });
    ({ problems } = await wish());
  }
  if (problems.length > 0) throw new CommandFailed(formatProblems(null, problems), 1);
  await printStanding(ask, id);
}
