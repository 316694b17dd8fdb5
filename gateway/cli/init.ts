import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Option } from 'commander';
import { parseMarketplaceId } from '../../adapters/core/ids';
import { definitionJsonSchema } from '../../adapters/partners/definition-schema';
import { readDefinition } from '../../adapters/partners/read-definition';
import { CommandFailed, type AddCommand } from './command';
import { codeOf } from './definition-file';
import { writeDraft, type Draft } from './drafts/draft';
import { OTHER_DRAFTS } from './drafts/other-protocols';
import { GRAPHQL_DRAFT, ID_NOTE, REST_DRAFT } from './drafts/rest';
import { draftFromOpenApi } from './openapi/draft-from-openapi';
import { readOpenApi } from './openapi/read-openapi';
import { print } from './terminal';

const DRAFTS = { rest: REST_DRAFT, graphql: GRAPHQL_DRAFT, ...OTHER_DRAFTS } as const satisfies Record<
  string,
  Draft
>;
const PROTOCOLS = Object.keys(DRAFTS) as readonly (keyof typeof DRAFTS)[];

/** Beside each definition. */
const SCHEMA_FILE = 'pasar.schema.json';

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
    .option(
      '--out <file>',
      `where to write it, with ${SCHEMA_FILE} beside it for editors; printed unless given. Its name is the id`,
    )
    .option('--force', 'overwrite files that are there')
    .action(init);
};

async function init({ from, protocol, out, force }: InitOptions): Promise<void> {
  if (from !== undefined && protocol !== 'rest')
    throw new CommandFailed(
      `--from: an OpenAPI document describes REST; leave out --protocol ${protocol}`,
      2,
    );
  const draft = from === undefined ? DRAFTS[protocol] : draftFromOpenApi(await readOpenApi(from));
  const text = writeDraft(named(draft, out));
  const [problem] = readDefinition(text).problems;
  if (problem !== undefined)
    throw new CommandFailed(
      `no valid definition came of ${from ?? protocol}: ${problem.path} ${problem.message}; begin without --from`,
      1,
    );
  if (out === undefined) return print(text.trimEnd());
  await writeNew(out, `# yaml-language-server: $schema=${SCHEMA_FILE}\n${text}`, force ?? false);
  const schema = await writeSchema(out, force ?? false);
  print(`${out} is written${schema}. Fill in its TODOs, then: pasar try ${out}`);
}

/** Whoever names the file `toko-tani.pasar.yaml` has said what the marketplace is called. */
function named(draft: Draft, out: string | undefined): Draft {
  const id = parseMarketplaceId(basename(out ?? '').replace(/(?:\.pasar)?\.ya?ml$/, ''));
  if (id === null) return draft;
  const notes = { ...draft.notes, id: `By the name of this file.\n${ID_NOTE}` };
  return { value: { ...draft.value, id }, notes };
}

/** Beside the definition: editors find it there without a network. One that is there is kept. */
async function writeSchema(out: string, overwrite: boolean): Promise<string> {
  const file = join(dirname(out), SCHEMA_FILE);
  try {
    await writeFile(file, `${JSON.stringify(definitionJsonSchema(), null, 2)}\n`, {
      flag: overwrite ? 'w' : 'wx',
    });
    return `, and ${file} for editors`;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return '';
    throw new CommandFailed(`${file} can't be written (${codeOf(error)})`, 2);
  }
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
