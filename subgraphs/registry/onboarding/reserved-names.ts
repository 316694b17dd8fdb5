import type { PartnerDefinition } from '../../../adapters/partners/partner-definition';
import { BUILT_IN_MARKETPLACES, offerTypeOf } from '../../../schema/offer/offer-types';
import { SUBGRAPH_NAMES } from '../../subgraph';
import { problem, type Problems } from './problems';

/** Names of Pasar's own subgraphs, and of its own marketplaces: no partner takes them. */
const RESERVED: ReadonlySet<string> = new Set([...SUBGRAPH_NAMES, 'pasar', 'gateway']);

/** Ids that mean something already, and names that buyers would take for one of Pasar's own marketplaces. */
export function reservedNames({ id, name }: PartnerDefinition): Problems {
  if (RESERVED.has(id) || offerTypeOf(id) !== null)
    return [problem('DEFINITION', `"${id}" is taken; choose another id`, { path: 'id' })];
  if (!BUILT_IN_MARKETPLACES.some((own) => folded(name).startsWith(folded(own)))) return [];
  const message = `"${name}" reads like a marketplace that Pasar comes with; choose another name`;
  return [problem('DEFINITION', message, { path: 'name' })];
}

/** Letters and digits alone, without accents and case. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
