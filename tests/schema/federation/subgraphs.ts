import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  composeWithPartners,
  type PartnerSubgraphDefinition,
  type SubgraphDefinition,
} from '../../../schema/federation/compose';
import { readPartnerSubgraph } from '../../../schema/federation/partner-subgraph';
import { starterSubgraph } from '../../../schema/federation/starter-subgraph';

const GENERATED = join(__dirname, '../../../schema/generated');

/** Pasar's own subgraphs, as they are committed. */
export const OWN: readonly SubgraphDefinition[] = readdirSync(GENERATED)
  .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
  .map((file) => {
    const name = file.replace('.graphql', '');
    return { name, url: `http://${name}/graphql`, sdl: readFileSync(join(GENERATED, file), 'utf8') };
  });

/** Enough of them to see what composition says of offers; composing all takes several times as long. */
export const WITHOUT_ORDERS = OWN.filter(({ name }) => name !== 'orders');

/** The starter with a field of its own, which its author then changed. */
export const TANI = starterSubgraph('TokoTaniOffer').replace(
  /(type TokoTaniOffer [^}]*)}/,
  '$1  origin: String\n}',
);

/** The SDL with one thing changed; fails where there is nothing to change. */
export function changed(from: string | RegExp, to: string, sdl = TANI): string {
  const result = sdl.replace(from, to);
  if (result === sdl) throw new Error(`nothing to change: ${String(from)}`);
  return result;
}

/** A partner's SDL as it is composed; fails where it is refused. */
export function partner(name: string, sdl: string): PartnerSubgraphDefinition {
  const read = readPartnerSubgraph(sdl);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems, null, 1));
  return { name, url: `http://${name}/graphql`, ...read.subgraph };
}

/** The supergraph with partners of these SDLs. */
export function supergraphWith(sdls: readonly string[], own: readonly SubgraphDefinition[] = OWN): string {
  return composeWithPartners(
    own,
    sdls.map((sdl, i) => partner(`partner-${i + 1}`, sdl)),
  );
}
