import type { MarketplaceId } from '../../adapters/core/ids';
import type { Source } from './sources';

/** The marketplaces that can be asked now: those that are configured, and partners as they come and go. */
export interface SourceDirectory {
  get(marketplace: MarketplaceId): Source | undefined;
}

/** The first that knows a marketplace decides. */
export function joinSources(...directories: readonly SourceDirectory[]): SourceDirectory {
  return {
    get(marketplace) {
      for (const directory of directories) {
        const source = directory.get(marketplace);
        if (source !== undefined) return source;
      }
      return undefined;
    },
  };
}

export function fixedSources(sources: readonly Source[]): SourceDirectory {
  return new Map(sources.map((source) => [source.marketplace.id, source]));
}
