import { writeFile } from 'node:fs/promises';
import { Option } from 'commander';
import { readDefinition } from '../../adapters/partners/read-definition';
import { CommandFailed, type AddCommand } from './command';
import { codeOf } from './definition-file';
import { writeDraft, type Draft } from './drafts/draft';
import { OTHER_DRAFTS } from './drafts/other-protocols';
import { GRAPHQL_DRAFT, REST_DRAFT } from './drafts/rest';
import { draftFromOpenApi } from './openapi/draft-from-openapi';
import { readOpenApi } from './openapi/read-openapi';
import { print } from './terminal';

const DRAFTS = { rest: REST_DRAFT, graphql: GRAPHQL_DRAFT, ...OTHER_DRAFTS } as const satisfies Record<
  string,
  Draft
>;
const PROTOCOLS = Object.keys(DRAFTS) as readonly (keyof typeof DRAFTS)[];

interface InitOptions {
  readonly from?: string;
  readonly protocol: keyof typeof DRAFTS;
  readonly out?: string;
  readonly force?: boolean;
}

/** `pasar init`: a definition to begin with, out of an OpenAPI document where there is one. */
export const addInit: AddCommand = (program) => {
  program
    .command('init')
    .summary('write a definition to begin with, from an OpenAPI document if there is one')
    .description(
      'Writes a definition that is valid as it stands, with a comment at every guess and a TODO where nothing could be guessed.',
    )
    .option('--from <file>', 'an OpenAPI 3 document, JSON or YAML')
    .addOption(
      new Option('--protocol <name>', 'how the marketplace is read').choices(PROTOCOLS).default('rest'),
    )
    .option('--out <file>', 'where to write it; printed unless given')
    .option('--force', 'overwrite a file that is there')
    .action(init);
};

async function init({ from, protocol, out, force }: InitOptions): Promise<void> {
  if (from !== undefined && protocol !== 'rest')
    throw new CommandFailed(
      `--from: an OpenAPI document describes REST; leave out --protocol ${protocol}`,
      2,
    );
  const draft = from === undefined ? DRAFTS[protocol] : draftFromOpenApi(await readOpenApi(from));
  const text = writeDraft(draft);
  const [problem] = readDefinition(text).problems;
  if (problem !== undefined)
    throw new CommandFailed(
      `no valid definition came of ${from ?? protocol}: ${problem.path} ${problem.message}; begin without --from`,
      1,
    );
  if (out === undefined) return print(text.trimEnd());
  await writeNew(out, text, force ?? false);
  print(`${out} is written. Fill in its TODOs, then: pasar try ${out}`);
}

async function writeNew(file: string, text: string, overwrite: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: overwrite ? 'w' : 'wx' });
  } catch (error) {
    const code = codeOf(error);
    const told = code === 'EEXIST' ? 'is there already; --force overwrites it' : `can't be written (${code})`;
    throw new CommandFailed(`--out: ${file} ${told}`, 2);
  }
}
