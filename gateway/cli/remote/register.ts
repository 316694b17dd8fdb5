import { formatResult } from '../../../adapters/conformance/report-text';
import { CommandFailed, type AddCommand } from '../command';
import { readDefinitionFile, readTextFile } from '../definition-file';
import { addCredentialOption } from '../options';
import { credentialsGiven } from '../partner-credentials';
import { print } from '../terminal';
import { addRemoteOptions, openGraph, type RemoteOptions } from './graph';
import { awaitCheck, change, formatProblems, readMarketplace, register } from './onboarding';

interface RegisterOptions extends RemoteOptions {
  readonly credential: readonly string[];
  readonly draft?: boolean;
  readonly acceptBreaking?: boolean;
}

/** `pasar register`: hands a definition in, has it checked there, and publishes it. */
export const addRegister: AddCommand = (program) => {
  addRemoteOptions(
    addCredentialOption(
      program
        .command('register')
        .summary('join: hand a definition in, have it checked, publish it')
        .description(
          'Hands FILE in as a new version, has Pasar check the live API itself, and publishes what conforms. ' +
            'Exit code 0: it is live; 1: something stands in the way, and what was served before still is.',
        )
        .argument('<file>', 'the definition (*.pasar.yaml)')
        .option('--draft', 'hand it in and stop there')
        .option('--accept-breaking', 'for ADMIN: take breaking changes that no recorded operation meets'),
    ),
  ).action(run);
};

async function run(file: string, options: RegisterOptions): Promise<void> {
  const definition = await readDefinitionFile(file);
  const ask = openGraph(options);
  const credentials = credentialsGiven(definition, options.credential);
  const { marketplace, problems } = await register(ask, await readTextFile(file), credentials);
  if (marketplace === null || problems.length > 0) throw new CommandFailed(formatProblems(file, problems), 1);
  const { id } = marketplace;
  const registered = await readMarketplace(ask, id);
  const version = registered.onboarding?.versions[0]?.version;
  print(`${id}: registered as version ${version ?? '?'}`);
  if (options.draft === true) return;

  const begun = await change(ask, 'checkMarketplace', id);
  if (begun.problems.length > 0) throw new CommandFailed(formatProblems(file, begun.problems), 1);
  const check = await awaitCheck(ask, id);
  const failed = check.results.filter(({ outcome }) => outcome === 'FAILED');
  for (const result of failed) print(formatResult(result));
  if (check.state === 'FAILED')
    throw new CommandFailed(`${id}: does not conform; mend what MUST hold and register again`, 1);
  print(`${id}: checked, ${check.offersSeen ?? 0} offers seen`);

  const more = options.acceptBreaking === true ? { acceptBreaking: ['Boolean', true] as const } : {};
  const published = await change(ask, 'publishMarketplace', id, more);
  if (published.problems.length > 0) throw new CommandFailed(formatProblems(file, published.problems), 1);
  print(`${id}: live; its offers are found as soon as they are read`);
}
