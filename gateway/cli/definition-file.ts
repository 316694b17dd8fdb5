import { readFile } from 'node:fs/promises';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';
import { readDefinition } from '../../adapters/partners/read-definition';
import { CommandFailed } from './command';

/** The definition in a file. What is wrong with it is told as compilers tell it, so that editors jump there. */
export async function readDefinitionFile(file: string): Promise<PartnerDefinition> {
  const { definition, problems } = readDefinition(await readTextFile(file));
  if (definition !== null) return definition;
  const lines = problems.map(({ line, column, path, message }) =>
    [`${file}:${line}:${column}:`, path, message].filter((part) => part !== '').join(' '),
  );
  throw new CommandFailed(lines.join('\n'), 1);
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
