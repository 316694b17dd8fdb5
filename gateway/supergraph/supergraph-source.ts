import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../../adapters/core/environment';

/** What the gateway serves. */
export interface Supergraph {
  /** Tells supergraphs apart, in logs and between replicas. */
  readonly id: string;
  readonly sdl: string;
  /** Names of subgraphs that are part of it and are not asked now. */
  readonly suspended: readonly string[];
}

/** Where supergraphs come from. */
export interface SupergraphSource {
  current(): Promise<Supergraph>;
  /** Tells of each supergraph that comes after; gives the function that stops that. */
  watch(listener: (supergraph: Supergraph) => void): () => void;
}

/** An id for a supergraph that has no other: the same text has the same. */
export function supergraphIdOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex').slice(0, 12);
}

/** The supergraph of a file (`--supergraph`), read when first asked for; it never changes. */
export function fileSupergraph(path: string): SupergraphSource {
  let read: Promise<Supergraph> | null = null;
  return {
    current: () => (read ??= readSupergraph(path)),
    watch: () => () => undefined,
  };
}

async function readSupergraph(path: string): Promise<Supergraph> {
  try {
    const sdl = await readFile(path, 'utf8');
    return { id: supergraphIdOf(sdl), sdl, suspended: [] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError([`--supergraph: ${path} can't be read (${code ?? 'unknown reason'})`]);
  }
}
