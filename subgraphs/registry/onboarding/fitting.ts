import type { Finding } from '../../../adapters/conformance/rule';
import type { PartnerDefinition } from '../../../adapters/partners/partner-definition';
import type { PartnerSubgraph } from '../../../schema/federation/partner-subgraph';
import { ownTypeNames } from '../../../schema/federation/own-type-names';
import type { Database } from '../../database/connect';
import { composeNext } from '../composition/next-supergraph';
import { liveSubgraphs } from '../composition/supergraph-store';
import { compositionFinding, type Fitting } from './check-subgraph';

/** What SUBGRAPH-03 is called where all partners are known. */
export const FITS_WITH_ALL = "it composes with Pasar's own subgraphs and other partners'";

/** The graph of this Pasar, with all partners that are live in it. */
export function fittingWithAll(
  db: Database,
  { id, url }: Pick<PartnerDefinition, 'id' | 'url'>,
  version: number,
): Fitting {
  return {
    title: FITS_WITH_ALL,
    async findings(subgraph) {
      const others = (await liveSubgraphs(db)).filter(({ name }) => name !== id);
      const taken = takenNames(subgraph, others);
      // What else composition would say of the same types follows from this.
      if (taken.length > 0) return taken.map(nameTaken);
      const next = await composeNext(db, id, { name: id, version, url, ...subgraph });
      return 'reasons' in next ? next.reasons.map(compositionFinding) : [];
    },
  };
}

/** Names of a partner's own types that another partner has; that of the offers alone where it is among them. */
function takenNames(subgraph: PartnerSubgraph, others: readonly PartnerSubgraph[]): readonly string[] {
  const theirs = new Set(others.flatMap((other) => ownTypeNames(other)));
  if (theirs.has(subgraph.offerType)) return [subgraph.offerType];
  return ownTypeNames(subgraph).filter((name) => theirs.has(name));
}

function nameTaken(name: string): Finding {
  return {
    path: name,
    expected: "a name that is nobody else's",
    got: `the name ${name} is taken by another marketplace`,
    fix: name.endsWith('Offer')
      ? 'choose another name for the type of your offers; the names of your other types begin with it, without Offer'
      : 'choose another name for this type',
  };
}
