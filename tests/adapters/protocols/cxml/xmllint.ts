import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The published DTDs, kept beside the project and not in it. */
const FOLDER = join(__dirname, '../../../../../shared/data/cxml');

/** `it` where the DTDs and xmllint are at hand; otherwise the tests are skipped, and that is said. */
export const itWithDtds: jest.It = dtdsAreHere() ? it : it.skip;

function dtdsAreHere(): boolean {
  const isHere = existsSync(FOLDER) && spawnSync('xmllint', ['--version']).error === undefined;
  if (!isHere) process.stdout.write('cXML: no published DTDs or no xmllint here, validity is not tested\n');
  return isHere;
}

/** What xmllint has against a document, by the DTD that the document names; empty when it is valid. */
export function objectionsTo(document: string): string {
  const dtd = /\/(\w+)\.dtd">/.exec(document)?.[1] ?? 'none';
  const { status, stderr } = spawnSync(
    'xmllint',
    ['--noout', '--nonet', '--dtdvalid', join(FOLDER, `${dtd}.dtd`), '-'],
    { input: document, encoding: 'utf8' },
  );
  return status === 0 ? '' : stderr || `xmllint ended with ${status}`;
}
