import type { FeedMemory } from '../../adapters/core/contract';
import type { Database } from '../database/connect';

/** The index remembers on which page of its feed each offer was last seen. */
export function createIndexMemory(db: Database): FeedMemory {
  return {
    async positions(ids) {
      if (ids.length === 0) return new Map();
      const rows = await db
        .selectFrom('offer_observation')
        .select(['offer_id', 'position'])
        .where('offer_id', 'in', [...ids])
        .execute();
      return new Map(rows.map(({ offer_id, position }) => [offer_id, position]));
    },
  };
}
