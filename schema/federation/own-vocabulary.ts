import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { namedType, typesOf, type SdlType } from './sdl-types';

/** What a partner's subgraph may and may not say, out of the SDL of Pasar's own subgraphs. */
export interface Vocabulary {
  /** The interface with all its fields, as marketplace subgraphs define it. */
  readonly offer: SdlType;
  /** The types that an offer's fields have, by name: the same in every subgraph. */
  readonly values: ReadonlyMap<string, SdlType>;
  /** The SDL that `offer` and `values` are from. */
  readonly source: string;
  /** Every name that is taken. */
  readonly names: ReadonlySet<string>;
}

/** The vocabulary of subgraphs, given as their SDLs. */
function vocabularyOf(sdls: readonly string[]): Vocabulary {
  const subgraphs = sdls.map((source) => ({ source, types: typesOf(parse(source)) }));
  // Subgraphs that only name offers define the interface with its id alone.
  const [fullest] = [...subgraphs].sort((a, b) => offerFields(b.types) - offerFields(a.types));
  const offer = fullest?.types.get('Offer');
  if (fullest === undefined || offer === undefined)
    throw new Error('no subgraph defines the interface Offer');
  return {
    offer,
    values: reachable(offer, fullest.types),
    source: fullest.source,
    names: new Set(subgraphs.flatMap(({ types }) => [...types.keys()])),
  };
}

function offerFields(types: ReadonlyMap<string, SdlType>): number {
  return types.get('Offer')?.fields.length ?? 0;
}

function reachable(from: SdlType, types: ReadonlyMap<string, SdlType>): ReadonlyMap<string, SdlType> {
  const found = new Map<string, SdlType>();
  const visit = ({ fields }: SdlType): void => {
    for (const { type } of fields) {
      const value = types.get(namedType(type));
      if (value === undefined || value === from || found.has(value.name)) continue;
      found.set(value.name, value);
      visit(value);
    }
  };
  visit(from);
  return found;
}

const GENERATED = join(__dirname, '../generated');
let known: Vocabulary | undefined;

/** The vocabulary of Pasar's own subgraphs, from the SDL that is generated from their code. */
export function ownVocabulary(): Vocabulary {
  known ??= vocabularyOf(
    readdirSync(GENERATED)
      .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
      .sort()
      .map((file) => readFileSync(join(GENERATED, file), 'utf8')),
  );
  return known;
}
