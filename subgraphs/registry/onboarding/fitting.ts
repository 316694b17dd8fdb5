import type { Finding } from '../../../adapters/conformance/rule';
import type { PartnerDefinition } from '../../../adapters/partners/partner-definition';
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
      const { offerType } = subgraph;
      // Whatever composition would say of two types of one name follows from this.
      if (others.some((other) => other.offerType === offerType)) return [nameTaken(offerType)];
      const next = await composeNext(db, id, { name: id, version, url, ...subgraph });
      return 'reasons' in next ? next.reasons.map(compositionFinding) : [];
    },
  };
}

/** Names of other types begin with that of the offers, and follow from it. */
function nameTaken(name: string): Finding {
  return {
    path: name,
    expected: "a name that is nobody else's",
    got: `the name ${name} is taken by another marketplace`,
    fix: 'choose another name for the type of your offers; the names of your other types begin with it, without Offer',
  };
}
