import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubgraphDefinition } from '../../../schema/federation/compose';
import { subgraphUrl } from '../../addresses';
import { SUBGRAPH_NAMES } from '../../subgraph';

const GENERATED = join(__dirname, '../../../schema/generated');

export interface BaseSubgraphs {
  readonly subgraphs: readonly SubgraphDefinition[];
  /** Changes when any of them does. */
  readonly hash: string;
}

let read: BaseSubgraphs | null = null;

/** Pasar's own subgraphs, from the SDL that is committed: they are the same in every process of a release. */
export function baseSubgraphs(): BaseSubgraphs {
  read ??= readAll();
  return read;
}

function readAll(): BaseSubgraphs {
  const subgraphs = SUBGRAPH_NAMES.map((name) => ({
    name,
    url: subgraphUrl(name),
    sdl: readFileSync(join(GENERATED, `${name}.graphql`), 'utf8'),
  }));
  const hash = createHash('sha256').update(JSON.stringify(subgraphs)).digest('hex');
  return { subgraphs, hash };
}
