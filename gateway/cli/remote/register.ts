import { CommandFailed, type AddCommand } from '../command';
import { readDefinitionFile, readTextFile } from '../definition-file';
import { addCredentialOption } from '../options';
import { credentialsGiven } from '../partner-credentials';
import { print } from '../terminal';
import { acceptance, addAcceptOption, type Accepting } from './accept-breaking';
import { checkThere } from './check-there';
import { addRemoteOptions, openGraph, type RemoteOptions } from './graph';
import { change, readMarketplace, register } from './onboarding';
import { formatProblems } from './problems';

interface RegisterOptions extends RemoteOptions, Accepting {
  readonly credential: readonly string[];
  readonly draft?: boolean;
}

/** `pasar register`: hands a definition in, has it checked there, and publishes it. */
export const addRegister: AddCommand = (program) => {
  const command = addRemoteOptions(
    addCredentialOption(
      program
        .command('register')
        .summary('join: hand a definition in, have it checked, publish it')
        .description(
          'Hands FILE in as a new version, has Pasar check the live API itself, and publishes what conforms. ' +
            'Exit code 0: it is live; 1: something stands in the way, and what was served before still is.',
        )
        .argument('<file>', 'the definition (*.pasar.yaml)')
        .option('--draft', 'hand it in and stop there; pasar publish goes on from it'),
    ),
  );
  addAcceptOption(command).action(run);
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
  if (options.draft === true) {
    print(`${id}: a draft; pasar publish ${id} has it checked and serves it`);
    return;
  }

  await checkThere(ask, id, { file, version: null });
  const published = await change(ask, 'publishMarketplace', id, acceptance(options));
  if (published.problems.length > 0) throw new CommandFailed(formatProblems(file, published.problems), 1);
  print(`${id}: live; its offers are found as soon as they are read`);
}
