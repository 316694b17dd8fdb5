import { readFile } from 'node:fs/promises';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';
import { readDefinition, type DefinitionProblem } from '../../adapters/partners/read-definition';
import { CommandFailed } from './command';

/** A definition with something wrong in it. */
export class DefinitionInvalid extends CommandFailed {
  constructor(
    readonly file: string,
    readonly problems: readonly DefinitionProblem[],
  ) {
    super(problems.map((problem) => lineOf(file, problem)).join('\n'), 1);
    this.name = 'DefinitionInvalid';
  }
}

/** The definition in a file. What is wrong with it is told as compilers tell it, so that editors jump there. */
export async function readDefinitionFile(file: string): Promise<PartnerDefinition> {
  const { definition, problems } = readDefinition(await readTextFile(file));
  if (definition !== null) return definition;
  throw new DefinitionInvalid(file, problems);
}

/** `toko.pasar.yaml:29:3: mapping.price is missing` */
export function lineOf(file: string, { line, column, path, message }: DefinitionProblem): string {
  return [`${file}:${line}:${column}:`, path, message].filter((part) => part !== '').join(' ');
}

export async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandFailed(`${file} can't be read (${codeOf(error)}); give the path of a file`, 2);
  }
}

/** Errors of Node's own modules are known by their code. */
export function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown reason';
}
