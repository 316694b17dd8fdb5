import type { MarketplaceId } from '../../adapters/core/ids';
import { readDefinition } from '../../adapters/partners/read-definition';
import type { Database } from '../../subgraphs/database/connect';
import { changingPartners } from '../../subgraphs/registry/changing-partners';
import { updatePartner } from '../../subgraphs/registry/onboarding/change-partner';
import { easyDefinition } from './joining-shops';

export interface PublishedPartner {
  readonly name?: string;
  readonly document?: string;
  /** As they stand in the database. */
  readonly credentials?: string;
  readonly version?: number;
  /** Of one that brings a subgraph. */
  readonly offerType?: string | null;
}

/** A partner, or a version of one, as it stands in the database once it was published. */
export async function publishedPartner(
  db: Database,
  id: MarketplaceId,
  {
    name = 'Toko',
    document = easyDefinition('https://toko.example', id),
    credentials = 'sealed',
    version = 1,
    offerType = null,
  }: PublishedPartner = {},
): Promise<void> {
  const { definition, problems } = readDefinition(document);
  if (definition === null) throw new Error(JSON.stringify(problems));
  await changingPartners(db, async (transaction) => {
    await transaction
      .insertInto('partner')
      .values({ id, name, latest_version: version, live_version: version, suspended_by: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction
      .insertInto('partner_version')
      .values({
        marketplace: id,
        version,
        protocol: definition.protocol,
        document,
        definition: JSON.stringify(definition),
        credentials,
        offer_type: offerType,
        sdl: offerType,
        created_by: 'test',
        created_role: 'ADMIN',
      })
      .execute();
    await updatePartner(transaction, id, { name, latest_version: version, live_version: version });
  });
}

/** Changes how a partner stands, as whoever manages it does. */
export function changePartner(
  db: Database,
  id: MarketplaceId,
  values: Parameters<typeof updatePartner>[2],
): Promise<void> {
  return changingPartners(db, (transaction) => updatePartner(transaction, id, values));
}
